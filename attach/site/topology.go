package site

import (
	"cmp"
	"context"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"hadash/attach/target"
	"hadash/conf/balancer"
	"hadash/record"
	"hadash/runtimeapi"
)

// Topology asks the HAProxies for their servers, and says who leads to whom. Of one that does not answer, the servers that it had count.
func (s *Site) Topology(ctx context.Context) (record.Topology, error) {
	var wg sync.WaitGroup
	for _, p := range s.parts {
		if p.haproxy != nil {
			wg.Go(func() { _ = p.haproxy.read(ctx) }) // its own source reports the error
		}
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return record.Topology{}, err
	}
	d := &drawing{site: s, at: map[string]int{}, names: map[string]int{}, local: localAddresses()}
	t := d.draw()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.topology = t
	return t, nil
}

// drawing makes a topology.
type drawing struct {
	site  *Site
	nodes []record.Node
	at    map[string]int // by address
	names map[string]int
	local map[string]bool // the addresses of this machine

	seen []seen
}

// seen is a server, as one balancer has it.
type seen struct {
	by              int // the node of the balancer
	backend, server string
	addr            string // "ip:port"; "" = not known
}

func (d *drawing) draw() record.Topology {
	for _, p := range d.site.parts {
		d.names[p.node] = len(d.nodes)
		d.nodes = append(d.nodes, d.balancer(p))
	}
	for i, p := range d.site.parts {
		for _, addr := range d.listens(p) {
			if _, taken := d.at[addr]; !taken {
				d.at[addr] = i
			}
		}
	}
	for i, p := range d.site.parts {
		d.servers(i, p)
	}
	d.lead()
	d.probes()
	return record.Topology{Project: d.site.name, Nodes: d.inOrder(), NoDocker: true}
}

// balancer is a part as a node.
func (d *drawing) balancer(p *part) record.Node {
	n := record.Node{Name: p.node, Kind: p.Kind, Status: p.status(), HasLog: d.site.HasLog(p.node)}
	if p.conf != nil {
		n.Config, n.Master = p.conf.paths, p.conf.master
		for _, g := range p.conf.says.Groups {
			if g.Name != "" {
				n.Upstream = append(n.Upstream, g.Name)
			}
		}
	}
	if p.haproxy != nil {
		n.NoAdmin = p.noAdmin()
		for _, srv := range p.haproxy.known() {
			if !slices.Contains(n.Upstream, srv.Backend) {
				n.Upstream = append(n.Upstream, srv.Backend)
			}
		}
	}
	if p.Via == target.Database {
		n.Addrs = resolved(p.URL.Hostname(), p.URL.Port())
	}
	return n
}

// status is where a part is asked, without a login: Locate has it.
func (p *part) status() string {
	switch {
	case p.Via == target.Command:
		return "exec://" + p.haproxy.command.String()
	case p.URL == nil:
		return ""
	case p.Via == target.Probe:
		return "probe+" + p.URL.String() // what is recorded of it has no login
	}
	return withoutLogin(p.URL).String()
}

// noAdmin is why nothing can be changed at a HAProxy.
func (p *part) noAdmin() record.NoAdmin {
	p.haproxy.mu.Lock()
	defer p.haproxy.mu.Unlock()
	at := p.String()
	if p.Via == target.Socket && p.URL.Scheme == "unix" {
		at = p.URL.Path
	}
	switch level := p.haproxy.level; {
	case p.Via == target.Page:
		return record.NoAdmin{Why: record.OnlyPage}
	case level == "user" || level == "operator":
		return record.NoAdmin{Why: record.LowLevel, At: at, Level: level, Line: "level admin"}
	}
	return record.NoAdmin{}
}

// listens are the addresses at which others find a part, by its configuration, or its own.
func (d *drawing) listens(p *part) (out []string) {
	if p.Via == target.Database {
		return d.nodes[d.names[p.node]].Addrs
	}
	var binds []balancer.Bind
	if p.conf != nil {
		binds = p.conf.says.Binds
	}
	for _, b := range binds {
		if b.Port == 0 {
			continue
		}
		if ip, err := netip.ParseAddr(b.Host); err == nil && !ip.IsUnspecified() {
			out = append(out, net.JoinHostPort(b.Host, strconv.Itoa(b.Port)))
			continue
		}
		for _, host := range d.addresses(p) {
			out = append(out, net.JoinHostPort(host, strconv.Itoa(b.Port)))
		}
	}
	return out
}

// addresses are those of the machine of a part.
func (d *drawing) addresses(p *part) (out []string) {
	if p.here() {
		for addr := range d.local {
			out = append(out, addr)
		}
		return out
	}
	if p.URL != nil {
		for _, addr := range resolved(p.URL.Hostname(), "0") {
			host, _ := hostPort(addr)
			out = append(out, host)
		}
	}
	return out
}

// servers notes the servers of a balancer.
func (d *drawing) servers(by int, p *part) {
	if p.haproxy != nil {
		for _, srv := range p.haproxy.known() {
			d.seen = append(d.seen, seen{by, srv.Backend, srv.Name, addressOf(&srv)})
		}
		return
	}
	if p.conf == nil || !p.Kind.Balances() {
		return
	}
	for _, g := range p.conf.says.Groups {
		for i := range g.Servers {
			srv := &g.Servers[i]
			switch {
			case srv.Unix != "" || srv.Variable != "" || srv.Slot:
			default:
				port := srv.Port
				if port == 0 && p.Kind == record.KindNginx {
					port = 80
				}
				for _, addr := range resolved(srv.Host, strconv.Itoa(port)) {
					d.seen = append(d.seen, seen{by, g.Name, srv.Name, addr})
				}
			}
		}
	}
}

// addressOf is the address of a server; "" for a UNIX socket, and where it is not known.
func addressOf(srv *runtimeapi.Server) string {
	host, port := hostPort(srv.Addr)
	if _, err := netip.ParseAddr(host); err != nil || port == "" {
		return ""
	}
	return net.JoinHostPort(host, port)
}

// lead gives every server its node, and the balancers their edges.
func (d *drawing) lead() {
	several := map[string]map[string]bool{} // the addresses of servers of one name
	for _, srv := range d.seen {
		if several[srv.server] == nil {
			several[srv.server] = map[string]bool{}
		}
		several[srv.server][cmp.Or(srv.addr, d.nodes[srv.by].Name+"/"+srv.backend)] = true
	}
	unknown := map[string]int{} // servers without an address
	for _, srv := range d.seen {
		own := srv.backend + "/" + srv.server
		i, known := d.at[srv.addr]
		if srv.addr == "" {
			i, known = unknown[own]
		}
		if !known {
			i = len(d.nodes)
			n := record.Node{Name: d.name(srv, len(several[srv.server]) > 1), Kind: record.KindServer}
			if d.nodes[srv.by].Runs(record.KindNginx) {
				n.Name = d.free(srv.addr)
			}
			if srv.addr == "" {
				unknown[own] = i
			} else {
				d.at[srv.addr] = i
			}
			d.names[n.Name] = i
			d.nodes = append(d.nodes, n)
		}
		n, b := &d.nodes[i], &d.nodes[srv.by]
		if srv.addr != "" && !slices.Contains(n.Addrs, srv.addr) {
			n.Addrs = append(n.Addrs, srv.addr)
		}
		if b.Runs(record.KindHAProxy) && !slices.Contains(n.Serves, own) {
			n.Serves = append(n.Serves, own)
		}
		if i != srv.by && !slices.Contains(b.To, n.Name) {
			b.To = append(b.To, n.Name)
		}
	}
}

// name is that of a server's node: the server's, with its backend where servers of several addresses have it.
func (d *drawing) name(srv seen, several bool) string {
	name := srv.server
	if several {
		name = srv.backend + "-" + srv.server
	}
	if _, taken := d.names[name]; taken {
		name = d.nodes[srv.by].Name + "-" + name
	}
	return d.free(name)
}

func (d *drawing) free(name string) string {
	name = strings.ReplaceAll(record.Clean(name), "/", "-")
	own := name
	for n := 2; ; n++ {
		if _, taken := d.names[own]; !taken {
			return own
		}
		own = name + "-" + strconv.Itoa(n)
	}
}

// probes lead to the balancers that nobody else leads to.
func (d *drawing) probes() {
	led := map[string]bool{}
	for i := range d.nodes {
		for _, to := range d.nodes[i].To {
			led[to] = true
		}
	}
	for i, p := range d.site.parts {
		if p.Via != target.Probe {
			continue
		}
		for k := range d.nodes {
			if o := &d.nodes[k]; o.Software().Balances() && !led[o.Name] {
				d.nodes[i].To = append(d.nodes[i].To, o.Name)
			}
		}
	}
}

// inOrder are the nodes in the order in which a request meets them.
func (d *drawing) inOrder() []record.Node {
	depth := make([]int, len(d.nodes))
	for range d.nodes { // the longest way; a circle ends with the last round
		moved := false
		for i := range d.nodes {
			for _, to := range d.nodes[i].To {
				if k := d.names[to]; depth[k] < depth[i]+1 && depth[i] < len(d.nodes) {
					depth[k], moved = depth[i]+1, true
				}
			}
		}
		if !moved {
			break
		}
	}
	order := make([]int, len(d.nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(depth[a], depth[b]) })
	out := make([]record.Node, 0, len(order))
	for _, i := range order {
		out = append(out, d.nodes[i])
	}
	return out
}

// resolving bounds the look-up of one name.
const resolving = 2 * time.Second

// resolved are the addresses of a host with a port; none if it has none.
func resolved(host, port string) (out []string) {
	if _, err := netip.ParseAddr(host); err == nil {
		return []string{net.JoinHostPort(host, port)}
	}
	ctx, cancel := context.WithTimeout(context.Background(), resolving)
	defer cancel()
	all, err := net.DefaultResolver.LookupHost(ctx, host)
	if err != nil {
		return nil
	}
	for _, addr := range all {
		out = append(out, net.JoinHostPort(addr, port))
	}
	return out
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// localAddresses are those of this machine.
func localAddresses() map[string]bool {
	out := map[string]bool{"127.0.0.1": true, "::1": true}
	all, _ := net.InterfaceAddrs()
	for _, a := range all {
		if ip, _, err := net.ParseCIDR(a.String()); err == nil {
			out[ip.String()] = true
		}
	}
	return out
}
