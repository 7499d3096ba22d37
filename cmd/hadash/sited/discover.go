package sited

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"hadash/attach/site"
	"hadash/record"
)

// Discover prints what targets are, with what is hidden and the line that would show it. It returns whether one of them can be watched.
func (w *World) Discover(ctx context.Context, out io.Writer, asJSON bool) (watched bool, err error) {
	return discover(out, w.Look(ctx), w.Shown(), asJSON)
}

func discover(w io.Writer, parts []site.Part, targets []string, asJSON bool) (watched bool, err error) {
	for i := range parts {
		watched = watched || parts[i].Failed == ""
	}
	if asJSON {
		return watched, writeJSON(w, parts)
	}
	line := func(format string, args ...any) {
		fmt.Fprintln(w, strings.TrimRight(record.Clean(fmt.Sprintf(format, args...)), " "))
	}
	for i := range parts {
		p := &parts[i]
		head := []string{kindName(p.Kind)}
		if p.Level != "" {
			head = append(head, "level "+p.Level)
		}
		line("%s  %s", p.Node, strings.Join(head, ", "))
		for i, text := range serverLines(p.Servers) {
			line("  %-9s %s", []string{"servers", ""}[min(i, 1)], text)
		}
		line("  %-9s %s: %s", "asked", cmp.Or(p.Target, "not"), cmp.Or(p.Failed, map[bool]string{true: "only its log is read"}[p.Target == ""], "answers"))
		for _, text := range p.Logs {
			line("  %-9s %s", "log", text)
		}
		if len(p.Config) > 0 {
			line("  %-9s %s", "from", strings.Join(p.Config, ", "))
		}
		line("")
	}
	hidden := false
	for i := range parts {
		for _, m := range parts[i].Missing {
			if !hidden {
				line("hidden:")
			}
			hidden = true
			line("  %s: %s", m.About, m.What)
			if m.Line != "" {
				line("    add   %s", m.Line)
				line("    to    %s%s", m.Section, map[bool]string{true: ", in " + m.File}[m.File != ""])
			}
		}
	}
	if hidden {
		line("")
	}
	if watched {
		line("watch it: hadash attach %s", strings.Join(targets, " "))
	}
	return watched, nil
}

func kindName(k record.Kind) string {
	if k == record.KindHAProxy {
		return "HAProxy"
	}
	return string(k)
}

// mostServers is how many servers of a backend are printed.
const mostServers = 12

func serverLines(all []site.Server) (out []string) {
	byBackend := map[string][]string{}
	var order []string
	for _, s := range all {
		if byBackend[s.Backend] == nil {
			order = append(order, s.Backend)
		}
		byBackend[s.Backend] = append(byBackend[s.Backend], strings.Join(strings.Fields(s.Name+" "+s.Addr+" "+s.Status), " "))
	}
	for _, b := range order {
		servers := byBackend[b]
		if n := len(servers) - mostServers; n > 0 {
			servers = append(slices.Clone(servers[:mostServers]), fmt.Sprintf("and %d more", n))
		}
		out = append(out, b+": "+strings.Join(servers, ", "))
	}
	return out
}

// The JSON of discover for targets. Its names must not change.
type partJSON struct {
	Node    string       `json:"node"`
	Kind    string       `json:"kind"`
	Target  string       `json:"target,omitempty"`
	Level   string       `json:"level,omitempty"`
	Answers bool         `json:"answers"`
	Error   string       `json:"error,omitempty"`
	Servers []serverJSON `json:"servers"`
	Logs    []string     `json:"logs"`
	Config  []string     `json:"config"`
	Missing []hiddenJSON `json:"missing"`
}

type serverJSON struct {
	Backend string `json:"backend"`
	Server  string `json:"server"`
	Address string `json:"address,omitempty"`
	Status  string `json:"status,omitempty"`
}

type hiddenJSON struct {
	What    string `json:"what"`
	Line    string `json:"line,omitempty"`
	Section string `json:"section,omitempty"`
	File    string `json:"file,omitempty"`
}

func writeJSON(w io.Writer, parts []site.Part) error {
	out := []partJSON{}
	for i := range parts {
		p := &parts[i]
		j := partJSON{Node: p.Node, Kind: string(p.Kind), Target: p.Target, Level: p.Level, Answers: p.Failed == "", Error: p.Failed,
			Servers: []serverJSON{}, Logs: append([]string{}, p.Logs...), Config: append([]string{}, p.Config...), Missing: []hiddenJSON{}}
		for _, s := range p.Servers {
			j.Servers = append(j.Servers, serverJSON{s.Backend, s.Name, s.Addr, s.Status})
		}
		for _, m := range p.Missing {
			j.Missing = append(j.Missing, hiddenJSON{m.What, m.Line, m.Section, m.File})
		}
		out = append(out, j)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Parts []partJSON `json:"parts"`
	}{out})
}
