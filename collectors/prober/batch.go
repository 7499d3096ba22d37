package prober

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/record"
	"hadash/units"
)

// slow is how long an answered request takes that has a line of its own, as in the record of the load script.
const slow = 500 * time.Millisecond

// The most that one batch holds.
const (
	maxLines = 100
	maxNames = 32
	maxName  = 64 // bytes
)

// batch is what a probe recorded and has not sent yet.
type batch struct {
	node, name string
	rate       int
	timeout    time.Duration

	lines   []record.Line
	windows []record.Window
	sent    record.SentTally
	notSent int
	last    time.Time // of the last Sample
	pending bool      // a request failed since then
}

// add counts a request that has ended.
func (b *batch) add(a answer) {
	second := a.at.Unix()
	i, found := slices.BinarySearchFunc(b.windows, second, func(w record.Window, s int64) int { return int(w.Second - s) })
	if !found {
		b.windows = slices.Insert(b.windows, i, record.Window{Second: second})
	}
	w := &b.windows[i]
	w.Took(a.took)
	b.sent.Ended++
	failed := a.err != ""
	if failed {
		w.Failed++
		b.sent.Failed++
		b.pending = true
	}
	if a.status > 0 || !failed {
		b.by(a.by)
	}
	if (failed || a.took >= slow) && len(b.lines) < maxLines {
		b.lines = append(b.lines, b.line(a))
	}
}

// by counts who answered.
func (b *batch) by(name string) {
	for i := range b.sent.By {
		if b.sent.By[i].Name == name {
			b.sent.By[i].Requests++
			return
		}
	}
	if len(b.sent.By) < maxNames {
		b.sent.By = append(b.sent.By, record.Answerer{Name: name, Requests: 1})
	}
}

func (b *batch) line(a answer) record.Line {
	r := &record.Request{At: a.at, Name: b.name, Status: a.status, Took: a.took, Failed: a.err != "", Instance: a.by, Error: a.err}
	text := b.name
	if a.status > 0 {
		text += fmt.Sprint(" ", a.status)
	}
	took := string(units.English.AppendTook(nil, a.took))
	if r.Failed {
		if text += " failed after " + took; a.err != fmt.Sprint(a.status) {
			text += ": " + a.err
		}
	} else {
		text += " answered in " + took
	}
	if a.by != "" {
		text += ", by " + a.by
	}
	return record.Line{At: a.at, Node: b.node, Text: record.Clean(text), Request: r}
}

// sample returns what is to be sent now, nil if nothing is: the seconds that are over, with all that was recorded since the last
// Sample, or failures that should be seen soon.
func (b *batch) sample(now time.Time, open int) *record.Sample {
	over := now.Add(-settles).Unix() // the second that still goes on
	n := 0
	for n < len(b.windows) && b.windows[n].Second < over {
		n++
	}
	tick := b.last.IsZero() || over > b.last.Add(-settles).Unix()
	if !tick && !b.pending {
		return nil
	}
	b.last, b.pending = now, false
	logs := &record.Logs{Lines: b.lines, Windows: slices.Clone(b.windows[:n]), Sent: &record.SentTally{}}
	*logs.Sent = b.sent
	logs.Sent.Rate, logs.Sent.Timeout, logs.Sent.NotSent, logs.Sent.Open = b.rate, b.timeout, b.notSent, open
	slices.SortFunc(logs.Sent.By, func(x, y record.Answerer) int { return strings.Compare(x.Name, y.Name) })
	b.lines, b.windows, b.sent, b.notSent = nil, slices.Clone(b.windows[n:]), record.SentTally{}, 0
	return &record.Sample{At: now, Source: record.SourceLogs, Node: b.node, Logs: logs}
}

// due returns how long to wait before a Sample may be due.
func (b *batch) due(now time.Time) time.Duration {
	end := now.Add(-settles).Truncate(time.Second).Add(time.Second + settles)
	return min(soon, end.Sub(now))
}
