package found

import (
	"context"
	"time"

	"hadash/attach"
	"hadash/collectors"
	"hadash/record"
)

// patience is how long one source of numbers is waited for.
const patience = 3 * time.Second

// numbers reads a HAProxy's servers once, by the cheapest way that answers; nil if none does. Ways that run a command in a
// container are left out: they need consent.
func numbers(ctx context.Context, b *attach.Balancer) (*record.HAProxy, *attach.Way) {
	if b.Kind != record.KindHAProxy {
		return nil, nil
	}
	for i := range b.Status {
		w := &b.Status[i]
		u, err := Target(w)
		if err != nil || w.Exec || u.Scheme == "exec" {
			continue
		}
		src := collectors.NewHAProxy(b.Node, collectors.Fixed(u.String()))
		var s record.Sample
		within, cancel := context.WithTimeout(ctx, patience)
		err = src.Read(within, &s)
		cancel()
		_ = src.Close()
		if err == nil && s.HAProxy != nil {
			return s.HAProxy, w
		}
	}
	return nil, nil
}

// state is what HAProxy says of a server of a group; "" if it was not asked or has no such server.
func state(h *record.HAProxy, s *attach.Server, group string, role string) string {
	if h == nil {
		return ""
	}
	row := h.Find(group, s.Server.Name)
	switch {
	case row == nil:
		return ""
	case row.Status.State == record.NoCheck:
		return "unchecked"
	case row.Status.GivenUp() && role != "" && row.Downtime > 0 && len(s.Nodes) > 0 && row.Chkdown <= 1:
		return "standby"
	case row.Status.GivenUp():
		return "down"
	}
	return "up"
}
