package attach

import (
	"cmp"
	"net"
	"path"
	"strconv"
	"strings"

	"hadash/conf/balancer"
	"hadash/record"
)

// Watchable is the way by which a balancer's numbers are read again and again: by a command in its container only with exec. A page
// for Prometheus, which says least, is the last of them. It is nil if there is none.
func (b *Balancer) Watchable(exec bool) *Way {
	var inside, prometheus *Way
	for i := range b.Status {
		switch w := &b.Status[i]; {
		case w.Rule == "R9h" && w.Exec:
		case w.Rule == "R9h":
			prometheus = cmp.Or(prometheus, w)
		case !w.Exec:
			return w
		case exec && b.Kind == record.KindHAProxy:
			inside = cmp.Or(inside, w)
		}
	}
	return cmp.Or(inside, prometheus)
}

// noProgram is what is said of an image that has no program by which a command could reach HAProxy.
const noProgram = "its image has n"

// Target is the URL of the way; it says where a page is asked by a command in the container.
func (w *Way) Target() string {
	if w.Exec && w.Page != nil {
		return "exec+" + w.URL
	}
	return w.URL
}

// Admin is the way by which a HAProxy is changed while it runs: its Runtime API, at level admin, by a command in its container
// only with exec; nil if there is none, and why.
func (b *Balancer) Admin(exec bool) (*Way, record.NoAdmin) {
	var inside, low *Way
	for i := range b.Status {
		switch w := &b.Status[i]; {
		case w.Level == "":
		case w.Level != "admin":
			low = cmp.Or(low, w)
		case !w.Exec:
			return w, record.NoAdmin{}
		default:
			inside = cmp.Or(inside, w)
		}
	}
	switch {
	case inside != nil && exec && strings.Contains(inside.failed, noProgram):
		return inside, record.NoAdmin{Why: record.NoProgram, At: written(inside.socket), Level: inside.Level, Line: b.SocketLine()}
	case inside != nil && exec:
		return inside, record.NoAdmin{}
	case inside != nil:
		return nil, record.NoAdmin{Why: record.OnlyInside, At: strings.TrimPrefix(inside.URL, "exec://"), Level: inside.Level}
	case low != nil:
		return nil, record.NoAdmin{Why: record.LowLevel, At: written(low.socket), Level: low.Level, Line: "level admin"}
	}
	no := record.NoAdmin{Why: record.NoRuntimeAPI, Line: b.SocketLine()}
	for _, p := range b.Conf.Pages {
		no.Page = no.Page || p.Admin
	}
	for i := range b.Conf.Sockets {
		if s := &b.Conf.Sockets[i]; s.Level == "admin" {
			no.Why, no.At, no.Level = record.Unreachable, written(s), s.Level
		}
	}
	return nil, no
}

// written is a Runtime API as its configuration says it.
func written(s *balancer.Socket) string {
	switch {
	case s == nil:
		return ""
	case s.Unix != "":
		return s.Unix
	}
	return net.JoinHostPort(s.Host, strconv.Itoa(s.Port))
}

// SocketLine is the line that gives a HAProxy a Runtime API which is reached from here: at its container's address, where that
// can be dialled, else by a command in its container.
func (b *Balancer) SocketLine() string {
	const port = 9999
	c := b.container
	switch at := "ipv4@:" + strconv.Itoa(port); {
	case c.Network == "host":
		return "stats socket ipv4@127.0.0.1:" + strconv.Itoa(port) + " level admin"
	case c.Local && address(c) != "", published(c, port) != nil:
		return "stats socket " + at + " level admin"
	}
	return "stats socket " + path.Join("/tmp", "haproxy.sock") + " level admin"
}
