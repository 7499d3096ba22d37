package record

import (
	"slices"
	"time"

	"hadash/record/secrets"
)

// Settle brings a Sample into the form of a recording: its instant in whole microseconds, without the zone and the
// monotonic reading, and every text in it clean and without passwords. Samples are settled before they are folded, so a
// live Frame and a replayed one are the same. What s points to is not changed.
func Settle(s Sample) Sample {
	s.At = s.At.Truncate(time.Microsecond).UTC()
	s.Took = s.Took.Truncate(100 * time.Microsecond)
	sampleTexts.settle(&s)
	return s
}

// Thin removes from a Sample the log lines of plain traffic, which come by the hundred and are counted in its sums:
// only the log pane needs them. A recording of the demo stack under load would be ten times as large with them. What s
// points to is not changed.
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

// Redact removes the passwords from a text: "stats auth admin:[redacted]". Text without any is returned as it is,
// without a copy.
func Redact(text string) string { return secrets.Redact(text) }
