package record

import (
	"slices"
	"time"
)

// Settle makes a Sample what a recording can hold: its instant in whole microseconds, without the zone and the
// monotonic reading that no file keeps, and every text in it without passwords. What is folded is settled first,
// so a live Frame and a replayed one are the same. What s points to is not changed.
func Settle(s Sample) Sample {
	s.At = s.At.Truncate(time.Microsecond).UTC()
	s.Took = s.Took.Truncate(100 * time.Microsecond)
	s.Err = Redact(s.Err)
	switch {
	case s.Topology != nil:
		s.Topology = settleTopology(s.Topology)
	case s.Logs != nil:
		s.Logs = settleLogs(s.Logs)
	case s.Act != nil:
		s.Act = settleAct(s.Act)
	case s.Settings != nil:
		s.Settings = settleSettings(s.Settings)
	case s.Replica != nil && Redact(s.Replica.LastError) != s.Replica.LastError:
		r := *s.Replica
		r.LastError = Redact(r.LastError)
		s.Replica = &r
	}
	return s
}

// settleTopology takes the logins out of the addresses of status pages.
func settleTopology(t *Topology) *Topology {
	out := *t
	out.Nodes = slices.Clone(t.Nodes)
	for i := range out.Nodes {
		out.Nodes[i].Status = Redact(out.Nodes[i].Status)
	}
	return &out
}

func settleLogs(l *Logs) *Logs {
	if !slices.ContainsFunc(l.Lines, func(l Line) bool { return spells(&l) }) {
		return l
	}
	out := *l
	out.Lines = slices.Clone(l.Lines)
	for i := range out.Lines {
		if spells(&out.Lines[i]) {
			out.Lines[i] = settleLine(out.Lines[i])
		}
	}
	return &out
}

// spells reports whether a line holds a secret in its text, or in what the text was understood to be, which may
// spell it another way: "\u003d" for "=".
func spells(l *Line) bool {
	return l.Text != Redact(l.Text) || l.Access != nil && l.Access.URI != Redact(l.Access.URI) ||
		l.Upstream != nil && l.Upstream.Request != Redact(l.Upstream.Request) ||
		l.Request != nil && l.Request.Error != Redact(l.Request.Error)
}

func settleLine(l Line) Line {
	l.Text = Redact(l.Text)
	if l.Access != nil {
		a := *l.Access
		a.URI = Redact(a.URI)
		l.Access = &a
	}
	if l.Upstream != nil {
		u := *l.Upstream
		u.Request = Redact(u.Request)
		l.Upstream = &u
	}
	if l.Request != nil {
		r := *l.Request
		r.Error = Redact(r.Error)
		l.Request = &r
	}
	return l
}

func settleAct(a *Act) *Act {
	out := *a
	out.Why, out.Note = Redact(a.Why), Redact(a.Note)
	if a.Step != nil {
		step := *a.Step
		step.Text, step.Why = Redact(step.Text), Redact(step.Why)
		out.Step = &step
	}
	return &out
}

func settleSettings(s *Settings) *Settings {
	out := *s
	out.Files = slices.Clone(s.Files)
	for i := range out.Files {
		out.Files[i].Text = Redact(out.Files[i].Text)
	}
	out.Checks, out.Upstreams = slices.Clone(s.Checks), slices.Clone(s.Upstreams)
	for i := range out.Checks {
		out.Checks[i].Doubts = settleDoubts(out.Checks[i].Doubts)
	}
	for i := range out.Upstreams {
		out.Upstreams[i].Doubts = settleDoubts(out.Upstreams[i].Doubts)
	}
	return &out
}

func settleDoubts(all []Doubt) []Doubt {
	out := slices.Clone(all)
	for i := range out {
		out[i].What = Redact(out[i].What)
	}
	return out
}

// Thin takes out of a Sample the log lines of plain traffic, which come by the hundred and are counted in its
// sums: nothing but the log pane misses them. A recording of the demo stack under load would be ten times as
// large with them. What s points to is not changed.
func Thin(s Sample) Sample {
	if s.Logs == nil || !slices.ContainsFunc(s.Logs.Lines, func(l Line) bool { return l.Traffic() }) {
		return s
	}
	l := *s.Logs
	l.Lines = nil
	for _, line := range s.Logs.Lines {
		if line.Traffic() {
			l.Plain++
			continue
		}
		l.Lines = append(l.Lines, line)
	}
	s.Logs = &l
	return s
}
