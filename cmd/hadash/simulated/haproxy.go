package simulated

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// The captured page was written that long after its process began, which its HTML says so.
const (
	begunBefore    = 95 * time.Second
	capturedUptime = "0d 0h01m35s"
)

// perBackend is how many servers a backend has, as in the captured page.
const perBackend = 50

// HAProxy is one that does not exist: its page of statistics is that of a real one, with counters that go on.
type HAProxy struct {
	name  string
	begun time.Time
	html  string

	mu     sync.Mutex
	head   string
	fronts []row
	of     []backend
	out    bytes.Buffer
	asked  int
}

type backend struct {
	servers []server
	own     row
}

// Place is where a server is: its name and address. The zero Place leaves both as they are in the captured page.
type Place struct{ Name, Addr string }

// newHAProxy returns one with that number of servers, in backends of 50. where gives their places; it may be nil.
func newHAProxy(name string, p *page, html string, servers int, where func(nth int) Place) *HAProxy {
	h := &HAProxy{name: name, begun: time.Now(), html: html, head: p.head + "\n"}
	for _, r := range p.fronts {
		h.fronts = append(h.fronts, p.rowOf(r))
	}
	for nth := 0; nth < servers; {
		g := &p.groups[len(h.of)%len(p.groups)]
		backendName := fmt.Sprint("shop-", len(h.of)+1)
		var b backend
		for _, values := range g.servers[:min(perBackend, servers-nth)] {
			at := Place{Name: fmt.Sprintf("web%04d", nth+1)}
			if where != nil {
				at = where(nth)
			}
			b.servers = append(b.servers, p.serverOf(values, backendName, at.Name, at.Addr, nth, h.begun))
			nth++
		}
		own := append([]string{backendName}, g.own[1:]...)
		b.own = p.rowOf(own)
		h.of = append(h.of, b)
	}
	return h
}

// Turn makes a server DOWN, or UP again; false if there is none.
func (h *HAProxy) Turn(backend, server string, down bool) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range h.of {
		for k := range h.of[i].servers {
			if s := &h.of[i].servers[k]; s.backend == backend && s.name == server {
				s.turn(time.Now(), down)
				return true
			}
		}
	}
	return false
}

// Churn turns servers DOWN and UP again until ended is closed: in each of every it turns one of all HAProxies, for a while.
func (w *World) Churn(every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	const downFor = 6 // turns
	var down []func()
	for nth := 0; ; nth++ {
		select {
		case <-tick.C:
		case <-w.ended:
			return
		}
		h := w.HAProxies[nth*7%len(w.HAProxies)]
		b := &h.of[nth*5%len(h.of)]
		s := b.servers[nth*3%len(b.servers)]
		h.Turn(s.backend, s.name, true)
		if down = append(down, func() { h.Turn(s.backend, s.name, false) }); len(down) > downFor {
			down[0]()
			down = down[1:]
		}
	}
}

// asked returns how often the pages were requested.
func (w *World) asked() (n int) {
	for _, h := range w.HAProxies {
		h.mu.Lock()
		n += h.asked
		h.mu.Unlock()
	}
	return n
}

// page returns the CSV of an instant. It is valid until the next call.
func (h *HAProxy) page(at time.Time) []byte {
	h.out.Reset()
	h.out.WriteString(h.head)
	all := figures{status: "OPEN"}
	sums := make([]figures, len(h.of))
	for i := range h.of {
		sums[i] = h.of[i].sum(at, h.begun)
		all.plus(&sums[i])
	}
	for i := range h.fronts {
		f := all
		if i != 1 { // the stats page's own frontend, and the listeners: HAProxy counts them separately
			f = figures{status: "OPEN", sessions: int64(h.asked), open: 1}
		}
		h.fronts[i].write(&h.out, &f)
	}
	for i := range h.of {
		for k := range h.of[i].servers {
			s := &h.of[i].servers[k]
			f := s.now(at)
			s.row.write(&h.out, &f)
		}
		h.of[i].own.write(&h.out, &sums[i])
	}
	h.out.WriteByte('\n')
	return h.out.Bytes()
}

// sum returns the figures of a backend.
func (b *backend) sum(at, begun time.Time) figures {
	f := figures{status: "DOWN", changed: int64(at.Sub(begun)/time.Second) + 16}
	for i := range b.servers {
		s := b.servers[i].now(at)
		f.plus(&s)
		if serves(s.status) {
			f.act, f.bck = f.act+s.act, f.bck+s.bck
		}
	}
	if f.act+f.bck > 0 {
		f.status = "UP"
	}
	return f
}

// ServeHTTP serves the page as CSV and as HTML. A POST to /BACKEND/SERVER/down or up turns that server.
func (h *HAProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost {
		path := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
		if len(path) != 3 || path[2] != "up" && path[2] != "down" || !h.Turn(path[0], path[1], path[2] == "down") {
			http.Error(w, "POST /BACKEND/SERVER/down or /BACKEND/SERVER/up", http.StatusNotFound)
		}
		return
	}
	if !strings.HasSuffix(r.URL.Path, ";csv") {
		d := time.Since(h.begun) + begunBefore
		up := fmt.Sprintf("%dd %dh%02dm%02ds", int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60, int(d.Seconds())%60)
		_, _ = strings.NewReplacer(capturedUptime, up).WriteString(w, h.html)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked++
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write(h.page(time.Now()))
}

// ServeSocket answers as the Runtime API of a HAProxy does, as far as hadash asks it in order to watch: one command a connection.
func (h *HAProxy) ServeSocket(c net.Conn) {
	defer func() { _ = c.Close() }()
	command, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		return
	}
	switch strings.TrimSpace(command) {
	case "show stat":
		h.mu.Lock()
		defer h.mu.Unlock()
		h.asked++
		_, _ = c.Write(h.page(time.Now()))
	case "show info":
		_, _ = fmt.Fprintf(c, "Name: HAProxy\nVersion: 2.6.12\nPid: 8\nUptime_sec: %d\nMaxconn: 4000\nCurrConns: 1\nIdle_pct: 99\n\n", int((time.Since(h.begun)+begunBefore)/time.Second))
	default:
		_, _ = c.Write([]byte("Unknown command.\n\n"))
	}
}
