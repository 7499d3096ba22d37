package header

import (
	"strings"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// kept is the end of the first line, whatever stands before it: that the screen does not show the present, else
// the time.
func (h *Header) kept(w int) paint.TitlePart {
	switch {
	case h.Frozen:
		return paint.NewPart(h.C.Theme.Paused+" "+paint.Age(h.C.Live.At.Sub(h.C.Frame.At)), h.C.Theme.Frozen)
	case h.Ended && h.Any:
		return paint.NewPart("ended", h.C.Theme.Warn)
	case h.Badge != "":
		return paint.NewPart("RECORDING", h.C.Theme.Frozen)
	case h.Any && (w >= forClock || !h.news()):
		return paint.NewPart(h.C.Clock(), h.C.Theme.Faint)
	}
	return paint.TitlePart{}
}

// corners lists what can end the first line, the best first: that the screen does not show the present,
// else the versions. Faults need the room more.
func (h *Header) corners(w int) []paint.TitlePart {
	switch {
	case h.Frozen:
		return []paint.TitlePart{paint.NewPart(h.C.Theme.Paused+" screen frozen "+paint.Age(h.C.Live.At.Sub(h.C.Frame.At)), h.C.Theme.Frozen)}
	case h.Ended && h.Any:
		return []paint.TitlePart{paint.NewPart("the stream has ended "+h.C.Clock(), h.C.Theme.Warn)}
	case h.Badge != "":
		return []paint.TitlePart{paint.NewPart(h.Badge, h.C.Theme.Frozen)}
	}
	if silent := h.silentHosts(); silent != "" {
		return []paint.TitlePart{paint.NewPart(silent+"  "+h.C.Clock(), h.C.Theme.Warn), paint.NewPart(silent, h.C.Theme.Warn)}
	}
	return []paint.TitlePart{paint.NewPart(h.versions(w), h.C.Theme.Faint), paint.NewPart(h.versions(min(w, 100)), h.C.Theme.Faint)}
}

// silentHosts names the Engines, of several, that do not answer: what is known of their nodes is as old.
func (h *Header) silentHosts() string {
	var all []string
	for _, s := range h.C.SilentHosts() {
		text := s.Node
		if !s.LastOK.IsZero() {
			text += " " + paint.Age(h.C.Frame.At.Sub(s.LastOK))
		}
		all = append(all, text)
	}
	if len(all) == 0 {
		return ""
	}
	return "no answer from " + strings.Join(all, ", ")
}

// versions lists the programs, and the load; less of it on a narrow screen.
func (h *Header) versions(w int) string {
	var parts []string
	f := h.C.Frame
	if w >= 110 {
		if f.HAProxy != nil && f.HAProxy.Version != "" {
			parts = append(parts, "HAProxy "+f.HAProxy.Version)
		}
		if f.Nginx.Nginx != nil && f.Nginx.Version != "" {
			parts = append(parts, "nginx "+f.Nginx.Version)
		}
	}
	if s := h.loadWord(); s != "" && (w >= 100 || !h.news()) {
		parts = append(parts, s)
	}
	if w >= 160 && h.Version != "" {
		parts = append(parts, "hadash "+h.Version)
	}
	if h.Any {
		parts = append(parts, h.C.Clock())
	}
	return strings.Join(parts, "  ")
}

// loadWord is the load in two words: "k6 20 users", "k6 starts", "k6 off".
func (h *Header) loadWord() string {
	nodes := h.C.Frame.Topology.Of(record.KindK6)
	if len(nodes) == 0 {
		return ""
	}
	name := nodes[0].Name
	if n := vus(h.C.Frame); n > 0 {
		return name + " " + paint.Count(int64(n)) + " users"
	}
	if h.C.LoadStarts {
		return name + " starts"
	}
	return name + " off"
}

// vus is how many virtual users there are.
func vus(f *incident.Frame) int {
	if !f.Load.On || f.Load.K6 == nil {
		return 0
	}
	return f.Load.VUs
}
