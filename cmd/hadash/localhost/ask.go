// Package localhost is hadash discover for this machine, without Docker.
package localhost

import (
	"context"
	"net/url"
	"time"

	"hadash/attach/machine"
	"hadash/collectors"
	"hadash/record"
	"hadash/runtimeapi"
)

// patience is how long one answer is waited for.
const patience = 3 * time.Second

// Ask asks a balancer's numbers once, and at which level its Runtime API answers. It sends nothing but what shows something.
func Ask(ctx context.Context, kind record.Kind, u *url.URL) (machine.Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var s record.Sample
	var source interface {
		collectors.Source
		Close() error
	} = collectors.NewNginx("", collectors.Fixed(u.String()))
	if kind == record.KindHAProxy {
		source = collectors.NewHAProxy("", collectors.Fixed(u.String()))
	}
	defer func() { _ = source.Close() }() // it was only read
	if err := source.Read(ctx, &s); err != nil {
		return machine.Answer{}, err
	}
	var out machine.Answer
	switch {
	case s.HAProxy != nil:
		out.Version = s.HAProxy.Version
	case s.Nginx != nil:
		out.Version = s.Nginx.Version
	}
	if u.Scheme == "unix" || u.Scheme == "tcp" {
		level, err := collectors.Show(ctx, u, "show cli level")
		if err != nil {
			return out, err
		}
		out.Level = runtimeapi.LevelOf(string(level))
	}
	return out, nil
}
