package site

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"

	"hadash/attach/target"
	"hadash/record"
	"hadash/runtimeapi"
	"hadash/runtimeapi/command"
)

// haproxy is a HAProxy of the site.
type haproxy struct {
	balancer runtimeapi.Balancer
	command  *command.API // nil = it is not reached by one

	mu      sync.Mutex
	level   string // of its Runtime API; "" = not known
	servers []runtimeapi.Server
	read1   bool // it has been read once
}

func newHAProxy(p *part, options Options) *haproxy {
	h := &haproxy{balancer: runtimeapi.Balancer{Node: p.node}}
	switch p.Via {
	case target.Command:
		h.command = command.New(p.Command)
		h.balancer.Admin, h.balancer.Inside = &url.URL{Scheme: "exec", Path: "/"}, h.command
	case target.Page:
		h.balancer.Status, h.balancer.Insecure = record.StatsPage(p.URL, "csv"), options.Insecure
		h.balancer.NoAdmin = errors.New("its statistics page was named, and not its Runtime API")
	default:
		h.balancer.Admin = p.URL
	}
	return h
}

// read asks for the level first, and then for the servers and their addresses, as far as that level shows them.
func (h *haproxy) read(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	level := ""
	if h.balancer.Admin != nil {
		answer, err := h.balancer.Ask(ctx, "show cli level")
		if err != nil {
			return err
		}
		if level = levelOf(answer); level == "" {
			return fmt.Errorf("it is no Runtime API of HAProxy: to show cli level it answers %q", record.Clean(answer[:min(len(answer), 80)]))
		}
	}
	servers, err := h.balancer.Servers(ctx)
	if err != nil {
		return err
	}
	if level != "" && addressless(servers) {
		if states, err := h.balancer.Ask(ctx, "show servers state"); err == nil {
			addresses(servers, states)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.level, h.servers, h.read1 = level, servers, true
	return nil
}

// levelOf reads the answer to "show cli level". Versions before 1.8 do not know it, and answer with their help; they have no levels but
// by the socket.
func levelOf(answer string) string {
	if level := runtimeapi.LevelOf(answer); level != "" || !strings.Contains(answer, "Unknown command") {
		return level
	}
	return "operator"
}

func addressless(all []runtimeapi.Server) bool {
	for i := range all {
		if all[i].Addr != "" {
			return false
		}
	}
	return len(all) > 0
}

// addresses fills in the addresses that "show servers state" has.
func addresses(all []runtimeapi.Server, states string) {
	at := runtimeapi.StateAddresses(states)
	for i := range all {
		if a := at[all[i].FullName()]; a != "" {
			all[i].Addr = a
		}
	}
}

func (h *haproxy) known() []runtimeapi.Server {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.servers
}

func (h *haproxy) close() error {
	if h.command == nil {
		return nil
	}
	return h.command.Close()
}

// hostPort splits the address of a server: "10.0.0.5:80", "[::1]:80", "unix".
func hostPort(addr string) (host, port string) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr, ""
	}
	return host, port
}
