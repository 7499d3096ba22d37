package found

import (
	"context"
	"strings"
	"time"

	"hadash/attach"
	"hadash/collectors"
	"hadash/record"
)

// patience is how long one source of numbers is waited for.
const patience = 3 * time.Second

// Ask reads a HAProxy's numbers by the first way that answers, and where its servers are over the first Runtime API that does.
// Ways that run a command in the container are tried with consent only.
func (e engine) Ask(ctx context.Context, id string, ways []attach.Way) attach.Reading {
	out := attach.Reading{Answered: -1, Failed: map[int]string{}}
	for i := range ways {
		w := &ways[i]
		api := w.Level != ""
		if w.Rule == "R9h" || w.Exec && !e.exec || out.Answered >= 0 && (!api || out.States != "") {
			continue
		}
		within, cancel := context.WithTimeout(ctx, patience)
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
			return e.p.AskInside(ctx, id, strings.TrimPrefix(w.URL, "exec://"), command)
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
		h, err = src.Page(page)
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
