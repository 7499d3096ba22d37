package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"hadash/journal"
	"hadash/record"

	"github.com/docker/docker/api/types/swarm"
)

// rule is the preference of the rules that drop packets: after the table of the host's own addresses, before every other.
const rule = "77"

// CutScript drops every packet that leaves a network namespace for others than itself. It may run twice.
const CutScript = RejoinScript + `; ip rule add pref ` + rule + ` blackhole && { ip -6 rule add pref ` + rule + ` blackhole 2>/dev/null || :; }`

// RejoinScript undoes it.
const RejoinScript = `while ip rule del pref ` + rule + ` 2>/dev/null; do :; done; while ip -6 rule del pref ` + rule + ` 2>/dev/null; do :; done`

// scriptFor does something with each address, to and from it.
func scriptFor(addrs []string, do string) string {
	return `for a in ` + strings.Join(addrs, " ") + `; do f=-4; case $a in *:*) f=-6;; esac; for d in to from; do ` + do + `; done; done`
}

// cutScript drops the packets to and from some addresses. It then waits to be told that the way back is open, and undoes everything if
// it is not.
func cutScript(addrs []string) string {
	return `trap 'exit 0' TERM; ` + openScript(addrs) + "\n" +
		scriptFor(addrs, `ip $f rule add pref `+rule+` $d $a blackhole || { bad=1; break 2; }`) + "\n" +
		`[ -n "$bad" ] || { echo cut; sleep ` + wayBack + ` & wait $!; }` + "\n" + openScript(addrs) + "\n" +
		`[ -n "$bad" ] || echo "nothing has reached this Engine within ` + wayBack + ` s: undone, or there would be no way back"; exit 1`
}

// wayBack is how long a host that was just cut off waits for a word from hadash, in seconds.
const wayBack = "6"

func openScript(addrs []string) string {
	return scriptFor(addrs, `while ip $f rule del pref `+rule+` $d $a blackhole 2>/dev/null; do :; done`)
}

// beforeCut finds the addresses of the other hosts.
func (all Engines) beforeCut(ctx context.Context, f record.Fault) (string, journal.Swarm, error) {
	var was journal.Swarm
	e, err := all.at(ctx, f.Target)
	if err != nil {
		return "", was, err
	}
	list := all.asked(ctx)
	i := slices.IndexFunc(list, func(k known) bool { return k.Host == f.Target })
	if list[i].err != nil {
		return "", was, list[i].err
	}
	own := addressesOf(ctx, list[i])
	add := func(addrs []string) {
		for _, a := range addrs {
			if !slices.Contains(own, a) && !slices.Contains(was.Addrs, a) {
				was.Addrs = append(was.Addrs, a)
			}
		}
	}
	for j, k := range list {
		if j == i {
			continue
		}
		addrs := addressesOf(ctx, k)
		if len(addrs) == 0 {
			return "", was, fmt.Errorf("the address of %s is not known: its Engine is not in a swarm that answers, and its context has none", k.Host)
		}
		add(addrs)
	}
	add(all.swarmAddrs(ctx))
	slices.Sort(was.Addrs)
	if len(was.Addrs) == 0 {
		return "", was, errors.New("no other host is watched")
	}
	if from := reachedFrom(ctx, e.API.DaemonHost()); slices.Contains(was.Addrs, from) {
		return "", was, fmt.Errorf("hadash runs at %s, which is one of the other hosts: it could not be healed from there", from)
	}
	return hostID(f.Target), was, nil
}

// addressesOf are the addresses of an Engine's host among the others: by the swarm, else by its context.
func addressesOf(ctx context.Context, k known) (out []string) {
	add := func(text string) {
		if a, err := netip.ParseAddr(text); err == nil && !a.IsLoopback() && !a.IsUnspecified() && !slices.Contains(out, a.Unmap().String()) {
			out = append(out, a.Unmap().String())
		}
	}
	add(k.info.Swarm.NodeAddr)
	if u, err := url.Parse(k.API.DaemonHost()); k.Addr == "" && err == nil {
		k.Addr = u.Hostname()
	}
	if k.Addr == "" || k.Addr == "localhost" {
		return out
	}
	found, _ := net.DefaultResolver.LookupHost(ctx, k.Addr) // an address is found as itself
	for _, a := range found {
		add(a)
	}
	return out
}

// swarmAddrs are the addresses of all hosts of the swarm, those that are not watched too.
func (all Engines) swarmAddrs(ctx context.Context) (out []string) {
	m, err := all.manager(ctx, "")
	if err != nil {
		return nil
	}
	list, _ := m.API.NodeList(ctx, swarm.NodeListOptions{})
	for _, n := range list {
		if a, err := netip.ParseAddr(n.Status.Addr); err == nil && !a.IsUnspecified() && !a.IsLoopback() {
			out = append(out, a.Unmap().String())
		}
	}
	return out
}

// reachedFrom is the address from which an Engine is reached; "" if that is not known, or by a socket.
func reachedFrom(ctx context.Context, host string) string {
	u, err := url.Parse(host)
	if err != nil || u.Hostname() == "" {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = "22" // of ssh; nothing is sent
	}
	conn, err := new(net.Dialer).DialContext(ctx, "udp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return ""
	}
	defer func() { _ = conn.Close() }()
	a, err := netip.ParseAddrPort(conn.LocalAddr().String())
	if err != nil {
		return ""
	}
	return a.Addr().Unmap().String()
}

func (all Engines) cut(ctx context.Context, host string, addrs []string) error {
	e, err := all.at(ctx, host)
	if err != nil {
		return err
	}
	return e.Cuts.Run(ctx, cutScript(addrs), true)
}

func (all Engines) reconnect(ctx context.Context, host string, addrs []string) error {
	if len(addrs) == 0 {
		return errors.New("what it was cut off from is not known; `ip rule` on that host shows it")
	}
	for _, a := range addrs {
		if _, err := netip.ParseAddr(a); err != nil {
			return fmt.Errorf("the journal has %q in the place of an address", record.Clean(a))
		}
	}
	e, err := all.at(ctx, host)
	if err != nil {
		return err
	}
	return e.Cuts.Run(ctx, openScript(addrs), false)
}
