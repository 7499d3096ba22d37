package screenshot

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
)

// Place is a moment of a recording in the form of --at: +90s from its beginning, 50% of its length, or relative to a
// fault: fault, fault2, fault1+11s, fault-2s.
type Place struct {
	fault int     // the nth fault; 0 = counted from the beginning
	share float64 // of the whole; below 0 = after is meant
	after time.Duration
}

var errPlace = errors.New("must be a moment such as +90s, 50%, fault, fault2 or fault1+11s")

// ParsePlace reads a place.
func ParsePlace(text string) (Place, error) {
	p := Place{share: -1}
	wrong := func() (Place, error) { return Place{}, fmt.Errorf("%s: %w", text, errPlace) }
	if share, ok := strings.CutSuffix(text, "%"); ok {
		n, err := strconv.ParseFloat(share, 64)
		if err != nil || !(n >= 0 && n <= 100) {
			return wrong()
		}
		p.share = n / 100
		return p, nil
	}
	rest, isFault := strings.CutPrefix(text, "fault")
	if isFault {
		p.fault = 1
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		if digits > 0 {
			n, err := strconv.Atoi(rest[:digits])
			if err != nil || n < 1 {
				return wrong()
			}
			p.fault = n
		}
		if rest = rest[digits:]; rest == "" {
			return p, nil
		}
	}
	if rest == "" || (rest[0] != '+' && (rest[0] != '-' || !isFault)) {
		return wrong()
	}
	after, err := time.ParseDuration(rest)
	if err != nil {
		return wrong()
	}
	p.after = after
	return p, nil
}

// Find returns the time of a place in a recording.
func Find(rec *record.Recording, p Place) (time.Time, error) {
	f := incident.NewFrame(rec.Header.Started)
	begun := false // something was observed, so it is known when watching began
	for s := range rec.Samples() {
		if p.fault == 0 && begun { // only its end is wanted
			if s.At.After(f.At) {
				f.At = s.At
			}
			continue
		}
		begun = s.Topology == nil && s.Settings == nil && s.Act == nil
		f = incident.Fold(f, s)
		if n := len(f.Stopwatches); p.fault > 0 && n > 0 && f.Stopwatches[n-1].ID >= p.fault {
			for i := range f.Stopwatches {
				if f.Stopwatches[i].ID == p.fault {
					return f.Stopwatches[i].At.Add(p.after), nil
				}
			}
		}
	}
	switch {
	case f.Begun.IsZero():
		return time.Time{}, rec.Empty()
	case p.fault > 0 && rec.Torn() != "":
		return time.Time{}, fmt.Errorf("%s: no fault %d was read: %s", rec.Name, p.fault, rec.Torn())
	case p.fault > 0:
		return time.Time{}, fmt.Errorf("%s: the recording has no fault %d", rec.Name, p.fault)
	case p.share >= 0:
		return f.Begun.Add(time.Duration(p.share * float64(f.At.Sub(f.Begun)))), nil
	}
	return f.Begun.Add(p.after), nil
}

// recent is the largest number of log lines that a picture can show.
const recent = 2000

// Frames calls a function with the Frame of each moment and the log lines since the moment before. The moments must be
// in order. After the end of the recording the Frame is the last one.
func Frames(rec *record.Recording, moments []time.Time, each func(incident.Frame) error) error {
	f := incident.NewFrame(rec.Header.Started)
	var lines []*record.Line
	next := 0
	give := func() error {
		shown := f
		shown.Lines, lines = lines, nil
		next++
		return each(shown)
	}
	for s := range rec.Samples() {
		for next < len(moments) && s.At.After(moments[next]) && !f.At.IsZero() {
			if err := give(); err != nil {
				return err
			}
		}
		if next == len(moments) {
			continue // read on: only the end shows whether it is torn
		}
		f = incident.Fold(f, s)
		if lines = append(lines, f.Lines...); len(lines) > 2*recent {
			lines = append([]*record.Line(nil), lines[len(lines)-recent:]...)
		}
	}
	for next < len(moments) && !f.At.IsZero() {
		if err := give(); err != nil {
			return err
		}
	}
	return nil
}
