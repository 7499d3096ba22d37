package found

import (
	"context"
	"fmt"
	pathpkg "path"
	"strings"
	"time"

	"hadash/attach"
	"hadash/collectors"
	"hadash/conf/balancer"
	"hadash/record"
)

// How long one source of numbers is waited for: one that answers by itself, and one for which commands and helpers are started.
const (
	patience     = 3 * time.Second
	execPatience = 30 * time.Second
)

// Ask reads a HAProxy's numbers by the first way that answers, and where its servers are over the first Runtime API that does.
// Ways that run a command in the container are tried with consent only.
func (e engine) Ask(ctx context.Context, id string, ways []attach.Way) attach.Reading {
	out := attach.Reading{Answered: -1, Failed: map[int]string{}}
	for i := range ways {
		w := &ways[i]
		api := w.Level != ""
		if w.Exec && !e.exec || out.Answered >= 0 && (!api || out.States != "") {
			continue
		}
		limit := patience
		if w.Exec {
			limit = execPatience
		}
		within, cancel := context.WithTimeout(ctx, limit)
		h, states, err := e.read(within, id, w)
		cancel()
		switch {
		case err != nil:
			out.Failed[i] = err.Error()
			continue
		case out.Answered < 0:
			out.Answered, out.Numbers = i, h
			if h.Uptime > 0 {
				out.Began = time.Now().Add(-time.Duration(h.Uptime) * time.Second)
			}
		}
		if out.States == "" {
			out.States = states
		}
	}
	return out
}

// read reads one way.
func (e engine) read(ctx context.Context, id string, w *attach.Way) (h *record.HAProxy, states string, err error) {
	u, err := Target(w)
	if err != nil {
		return nil, "", err
	}
	ask := func(command string) (string, error) {
		if w.Exec {
			return e.inside(ctx, id, strings.TrimPrefix(w.URL, "exec://"), command)
		}
		answer, err := collectors.Show(ctx, u, command)
		return string(answer), err
	}
	src := collectors.NewHAProxy("", collectors.Fixed(u.String()))
	defer func() { _ = src.Close() }()
	switch {
	case w.Level != "" && w.Exec:
		var csv, info string
		if csv, err = ask("show stat"); err != nil {
			return nil, "", err
		}
		if info, err = ask("show info"); err == nil {
			src.Told(info)
		}
		h, err = src.Page([]byte(csv))
	case w.Exec:
		page, errPage := e.p.GetInside(ctx, id, u)
		if errPage != nil {
			return nil, "", errPage
		}
		if w.Page.Kind == balancer.Prometheus {
			h, err = src.Metrics(page)
		} else {
			h, err = src.Page(page)
		}
	default:
		var s record.Sample
		err = src.Read(ctx, &s)
		h = s.HAProxy
	}
	if err == nil && w.Level != "" {
		states, _ = ask("show servers state") // without it the addresses of the configuration hold
	}
	return h, states, err
}

// inside asks a Runtime API by a command in its container; where that has nothing to reach a socket with, by a helper container (R9g).
func (e engine) inside(ctx context.Context, id, at, command string) (string, error) {
	answer, err := e.p.AskInside(ctx, id, at, command)
	if err == nil || !pathpkg.IsAbs(at) {
		return answer, err
	}
	beside, errBeside := e.p.AskBeside(ctx, id, at, command)
	if errBeside != nil {
		return "", fmt.Errorf("%w; a helper container: %w", err, errBeside)
	}
	return beside, nil
}
