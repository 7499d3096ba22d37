package attach

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
	"hadash/runtimeapi"
)

// ask lets a HAProxy that runs say where its servers are and how they do. The addresses that it has decide over those of its
// configuration, which it looked up once, or which others have changed since.
func (d *discovery) ask(ctx context.Context, b *Balancer) {
	if b.Kind != record.KindHAProxy || !b.container.Running || len(b.Status) == 0 {
		d.newer(b, time.Time{})
		return
	}
	r := d.engine.Ask(ctx, b.container.ID, b.Status)
	d.newer(b, r.Began)
	for i, why := range r.Failed {
		b.Status[i].failed = why
		d.missing = append(d.missing, Missing{About: b.Node, What: b.Status[i].Says + ": " + record.Clean(record.Redact(why))})
	}
	if r.Answered >= 0 && r.Answered < len(b.Status) {
		way, first := b.Status[r.Answered], 0
		if label := &b.Status[0]; label.Rule == labelled && label.failed != "" { // who watches goes by the label all the same
			label.Says += ", which does not answer"
			first = 1
		}
		b.Status = slices.Insert(slices.Delete(b.Status, r.Answered, r.Answered+1), first, way)
		b.Answers = true
		d.fact(b.Node, "its numbers are read: "+way.Says, way.Rule, way.URL)
	}
	now := serversState(r.States)
	rule := Rule("R8 show servers state")
	if now == nil {
		now, rule = fromPage(r.Numbers), "R8 the page's addresses"
	}
	for i := range b.Servers {
		s := &b.Servers[i]
		d.correct(b, s, now, rule)
		s.State = state(r.Numbers, s, b.Conf.Groups, d.runs(s))
	}
	d.slots(b, now != nil, r.Numbers)
}

// at is where a server is now. host is "" for an empty slot, and "-" for a UNIX socket.
type at struct {
	host string
	port int
}

// serversState reads the answer to "show servers state", by "group/server"; nil if it is none.
func serversState(text string) map[string]at {
	states := runtimeapi.States(text)
	if states == nil {
		return nil
	}
	out := make(map[string]at, len(states))
	for name, a := range states {
		port, _ := strconv.Atoi(a.Port)
		out[name] = at{a.Host, port}
	}
	return out
}

// fromPage reads the addresses of a page that shows them; nil if it does not.
func fromPage(h *record.HAProxy) map[string]at {
	if h == nil || !slices.ContainsFunc(h.Servers, func(s record.Server) bool { return s.Addr != "" }) {
		return nil
	}
	out := map[string]at{}
	for i := range h.Servers {
		s := &h.Servers[i]
		where := at{}
		if p, err := netip.ParseAddrPort(s.Addr); err == nil {
			where = at{p.Addr().String(), int(p.Port())}
		} else if s.Addr == "unix" {
			where.host = "-"
		}
		out[s.Name()] = where
	}
	return out
}

// correct follows the address that a server has now.
func (d *discovery) correct(b *Balancer, s *Server, all map[string]at, rule Rule) {
	where, ok := all[s.Group+"/"+s.Server.Name]
	switch {
	case !ok || where.host == "-":
		return
	case where.host == "":
		s.Empty = s.Server.Slot
		if s.Empty {
			s.Nodes, s.Services = nil, nil
		}
		return
	}
	ip, err := netip.ParseAddr(where.host)
	if err != nil || ip.IsLoopback() {
		return // R7 knows whose loopback it is
	}
	to := d.byIP(b.container, where.host, where.port)
	d.strayed(b, s, where.host, to)
	if len(to.nodes) == 0 {
		if len(s.Nodes) == 0 && !s.Own && s.Rule != otherHost {
			s.Outside, s.Rule, s.Evidence = to.outside, rule, to.evidence
		}
		return
	}
	was, named := s.Nodes, s.Services
	s.to(to, rule)
	if !slices.Equal(was, s.Nodes) {
		s.Named = named
		d.fact(b.Node, s.Group+"/"+s.Server.Name+" is "+list(s.Nodes), rule, where.host)
	}
}

// strayed says of a server that its address is not one of the containers that its name stands for: HAProxy looks a name up once, when
// it starts, unless its server has resolvers, and a container that is made again may get another address. Or somebody has set it.
func (d *discovery) strayed(b *Balancer, s *Server, now string, to found) {
	if len(s.Nodes) == 0 || s.Server.Slot || d.swarm() || strings.HasPrefix(string(s.Rule), "R7 address") {
		return
	}
	var is []string
	for _, c := range d.pick(func(c *host.Container) bool { return slices.Contains(s.Nodes, c.Node) }) {
		a := address(c)
		if a == "" || hasAddress(c, now) || !near(b.container, c) {
			return
		}
		is = append(is, c.Node+" is at "+a)
	}
	s.LooksAt = now
	what := fmt.Sprintf("%s looks at %s, and %s", shown(s), now, list(is))
	switch {
	case len(to.nodes) == 1:
		what += ": that address is " + to.nodes[0].Node + " now"
	case to.outside:
		what += ": that address is outside of the project"
	default:
		what += ": no container of the project has that address"
	}
	d.lack(b.container, what, "resolvers docker init-addr last,libc,none", `the server's line, and "resolvers docker; parse-resolv-conf" as a section of its own`, &b.Conf)
}

// to sets the containers that a server is.
func (s *Server) to(f found, rule Rule) {
	s.Nodes, s.Services, s.Outside, s.Own, s.Rule, s.Evidence = nil, nil, f.outside, f.own, rule, f.evidence
	for _, n := range f.nodes {
		s.Nodes = append(s.Nodes, n.Node)
		if !slices.Contains(s.Services, n.Service) {
			s.Services = append(s.Services, n.Service)
		}
	}
}

// runs reports whether a container of the server does.
func (d *discovery) runs(s *Server) bool {
	return len(d.pick(func(c *host.Container) bool { return c.Running && slices.Contains(s.Nodes, c.Node) })) > 0
}

// youth is how long after its beginning HAProxy may have taken a server for UP that never was: until its checks failed, and until
// its name resolved, which makes it UP, and DOWN a second time.
const youth = 10

// state reads what HAProxy says of a server. One that fails a check of its role, and that was never found UP since HAProxy began,
// is a standby.
func state(h *record.HAProxy, s *Server, groups []balancer.Group, runs bool) State {
	if h == nil {
		return NotKnown
	}
	row := h.Find(s.Group, s.Server.Name)
	if row == nil {
		return NotKnown
	}
	switch row.Status.State {
	case record.NoCheck:
		return Unchecked
	case record.Up, record.GoingDown:
		return Up
	case record.Maint, record.Drain, record.Nolb:
		if !row.Status.GivenUp() || s.Server.Slot {
			return Out
		}
	}
	if !row.Status.GivenUp() {
		return NotKnown
	}
	asksRole := slices.ContainsFunc(groups, func(g balancer.Group) bool { return g.Name == s.Group && g.Role != "" })
	never := row.Downtime > 0 && row.Chkdown <= 2 && (h.Uptime == 0 || row.Downtime+youth >= h.Uptime)
	if asksRole && runs && never {
		return Standby
	}
	return Down
}

// slots counts the slots of templates that have a server, and says what would show which, and where servers are looked for.
func (d *discovery) slots(b *Balancer, placed bool, h *record.HAProxy) {
	for i := range b.Servers {
		s := &b.Servers[i]
		if !s.Server.Slot || placed {
			continue
		}
		if row := find(h, s); row != nil && row.Status.State == record.Maint {
			s.Empty, s.Nodes = true, nil
		}
	}
	slotted := slices.ContainsFunc(b.Servers, func(s Server) bool { return s.Server.Slot })
	named := slices.ContainsFunc(b.Servers, func(s Server) bool { return len(s.Nodes) > 0 && !strings.HasPrefix(string(s.Rule), "R7 address") })
	page := slices.ContainsFunc(b.Conf.Pages, func(p balancer.Page) bool { return p.Kind == balancer.Stats })
	what := "which container is in which slot is not known"
	switch {
	case placed:
		return
	case slotted:
	case h != nil && named && page:
		what = "where it looks for a server is not known: one that was made again at another address is DOWN without a reason"
	default:
		return
	}
	switch {
	case page:
		d.lack(b.container, what, "stats show-legends", "the section of its statistics", &b.Conf)
		return
	case len(b.Conf.Sockets) == 0:
		d.lack(b.container, what, "stats socket /var/lib/haproxy/api.sock mode 600 level user", "global", &b.Conf)
		return
	}
	d.missing = append(d.missing, Missing{About: b.Node, What: what})
}

func find(h *record.HAProxy, s *Server) *record.Server {
	if h == nil {
		return nil
	}
	return h.Find(s.Group, s.Server.Name)
}

// Slots counts the slots of a group's templates: how many there are, and how many have a server; -1 = not known.
func (b *Balancer) Slots(group string) (filled, all int) {
	known := false
	for i := range b.Servers {
		s := &b.Servers[i]
		if s.Group != group || !s.Server.Slot {
			continue
		}
		all++
		known = known || s.Empty || s.State != NotKnown || strings.HasPrefix(string(s.Rule), "R8")
		if !s.Empty {
			filled++
		}
	}
	if !known {
		filled = -1
	}
	return filled, all
}

// SlotsText says how many slots have a server: "3 of 6"; "not known, of 6".
func (b *Balancer) SlotsText(group string) string {
	switch filled, all := b.Slots(group); {
	case all == 0:
		return ""
	case filled < 0:
		return fmt.Sprintf("not known, of %d", all)
	default:
		return fmt.Sprintf("%d of %d", filled, all)
	}
}
