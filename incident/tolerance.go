package incident

import (
	"strconv"
	"strings"
	"time"

	"hadash/incident/predict"
	"hadash/record"
)

// A bound is made of timers, and a busy machine lets a timer fire late. How late is measured where HAProxy says how long
// a check took that its timer ended. Where it does not, it is what was seen at most on two busy cores.
const (
	busyTimer = 80 * time.Millisecond
	idleTimer = 10 * time.Millisecond // the least that is allowed for each

	clockStep = 2 * time.Millisecond // HAProxy counts whole milliseconds: a timer of 200 ms is seen to end after 199
)

// lateness is how late each timer may be, and whether HAProxy's checks showed it.
func (s *Stopwatch) lateness() (each time.Duration, shown bool) {
	if s.timed {
		return max(s.latest, idleTimer), true
	}
	return busyTimer, false
}

// Tolerance is how much later than Bound a detection may be and not be late.
func (s *Stopwatch) Tolerance() time.Duration { return s.allowed(s.Expected.Timers.Detect) }

// BackTolerance is the like for UP again.
func (s *Stopwatch) BackTolerance() time.Duration { return s.allowed(s.Expected.Timers.Back) }

func (s *Stopwatch) allowed(timers int) time.Duration {
	each, _ := s.lateness()
	return predict.Times(timers, each)
}

// Timers says how Tolerance comes about: how many timers, how late each, and whether HAProxy's checks showed that.
func (s *Stopwatch) Timers() (n int, each time.Duration, shown bool) {
	each, shown = s.lateness()
	return s.Expected.Timers.Detect, each, shown
}

// Judged reports whether a detection has a bound at all, and there is anything to detect.
func (s *Stopwatch) Judged() bool { return s.Expected.Known && !s.Expected.Never && s.outAs == "" }

// overdue reports whether a fault should have been detected by now.
func (s *Stopwatch) overdue(now time.Time) bool {
	return s.Judged() && now.Sub(s.At) > s.Bound()+s.Tolerance()
}

// Soon reports whether a fault that lasted so long need not have been detected.
func (s *Stopwatch) Soon(lasted time.Duration) bool {
	return s.Judged() && lasted <= s.Bound()+s.Tolerance()
}

// timeoutLayer is the layer of a check that timed out, by its code on the stats page or by the log's reason: "4", "6" or "7";
// "" where it ended in another way.
func timeoutLayer(text string) string {
	for _, form := range []struct{ begins, ends string }{{"Layer", " timeout"}, {"L", "TOUT"}} {
		if rest, ok := strings.CutPrefix(text, form.begins); ok && len(rest) > 0 && strings.HasPrefix(rest[1:], form.ends) {
			return rest[:1]
		}
	}
	return ""
}

// tookSaid is the check's duration in a reason of HAProxy's log: "Layer7 timeout, check duration: 282ms"; false where
// there is none.
func tookSaid(reason string) (time.Duration, bool) {
	_, rest, ok := strings.Cut(reason, "check duration: ")
	digits, _, ended := strings.Cut(rest, "ms")
	ms, err := strconv.ParseUint(digits, 10, 31)
	return time.Duration(ms) * time.Millisecond, ok && ended && err == nil
}

// checkSaid takes in what a log says of a failed check.
func (f *folding) checkSaid(node, reason string, at time.Time) {
	if took, ok := tookSaid(reason); ok {
		f.timed(node, timeoutLayer(reason), took, at)
	}
}

// checkSeen takes in the last check of a server's row, where it is another one than before.
func (f *folding) checkSeen(node string, was, is *record.Server, at time.Time) {
	if was.CheckDuration != is.CheckDuration || was.Chkfail != is.Chkfail || was.CheckHealth != is.CheckHealth {
		f.timed(node, timeoutLayer(strings.TrimPrefix(is.CheckStatus, "* ")), record.Times(is.CheckDuration, time.Millisecond), at)
	}
}

func (f *folding) timed(node, layer string, took time.Duration, at time.Time) {
	if layer != "" && node != "" {
		f.charge(at, timedCheck{node, layer, took}, node)
	}
}

// timedCheck is a check that a timer ended, and how long it took.
type timedCheck struct {
	node, layer string
	took        time.Duration
}

func (c timedCheck) lay(w *Stopwatch, _ time.Time) {
	timer := w.Expected.Timers.Read
	if c.layer == "4" {
		timer = w.Expected.Timers.Connect
	}
	if w.Target == c.node && timer > 0 && c.took >= timer-clockStep { // else another timer has ended it
		w.timed, w.latest = true, max(w.latest, c.took-timer)
	}
}
