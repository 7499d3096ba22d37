package clients

import (
	"time"

	"hadash/record"
)

// WithLine counts a request for which the load script wrote a line.
func (f Felt) WithLine(r *record.Request, at time.Time) Felt {
	f.keep(f.script().WithLine(r, at))
	return f
}

// WithSecond counts a whole second of the load script's record, without what its lines have counted.
func (f Felt) WithSecond(s Second) Felt {
	f.keep(f.script().WithSecond(s))
	return f
}

// script is the load script's account.
func (f *Felt) script() Account {
	return Account{f.Requests, f.Failed, f.By, f.Slowest, f.SlowestAt, f.Worst, f.Others, f.seconds, f.told}
}

// keep sets the load script's account.
func (f *Felt) keep(a Account) {
	f.Requests, f.Failed, f.By, f.Slowest, f.SlowestAt, f.Worst, f.Others, f.seconds, f.told =
		a.Requests, a.Failed, a.By, a.Slowest, a.SlowestAt, a.Worst, a.Others, a.seconds, a.told
}

// LineSlower reports whether a line of this second recorded a slower request.
func (s *Second) LineSlower(than time.Duration) bool { return s.slow > than }

// WithAnswers counts requests that the first balancer answered, by its log.
func (f Felt) WithAnswers(log record.Kind, a *record.AnswerTally) Felt {
	f.HasNginx, f.Log = true, log
	f.NginxRequests += a.Requests
	f.NginxFailed += a.Failed
	f.NginxSlowest = max(f.NginxSlowest, a.Slowest)
	f.Left += a.Left
	f.Untimed += a.Untimed
	return f
}

// WithLogged takes note of how long the requests of a second took, by the first balancer's log. They are counted already.
func (f Felt) WithLogged(s Second) Felt {
	if s.P99 > f.LogWorst.P99 {
		f.LogWorst = s
	}
	return f
}

// WithoutLog forgets what a log counted: another balancer is found to be before its own.
func (f Felt) WithoutLog() Felt {
	f.HasNginx, f.Log, f.LogWorst, f.Others, f.Probe.Others = false, "", Second{}, 0, 0
	f.NginxRequests, f.NginxFailed, f.NginxSlowest, f.Left, f.Untimed = 0, 0, 0, 0, 0
	return f
}

// Since returns what was felt after an earlier account of the same span. It does not know the slowest request.
func (f *Felt) Since(was *Felt) Felt {
	out := f.Again()
	out.Requests, out.Failed = max(f.Requests-was.Requests, 0), max(f.Failed-was.Failed, 0)
	out.NginxRequests, out.NginxFailed = max(f.NginxRequests-was.NginxRequests, 0), max(f.NginxFailed-was.NginxFailed, 0)
	out.K6Requests, out.K6Failed = max(f.K6Requests-was.K6Requests, 0), max(f.K6Failed-was.K6Failed, 0)
	out.Answered, out.AnsweredFailed = max(f.Answered-was.Answered, 0), max(f.AnsweredFailed-was.AnsweredFailed, 0)
	out.Left, out.Untimed = max(f.Left-was.Left, 0), max(f.Untimed-was.Untimed, 0)
	out.Unread = max(f.Unread-was.Unread, 0)
	out.Others, out.seconds = f.Others-was.Others, f.seconds-was.seconds
	out.Probe = f.Probe.since(&was.Probe)
	return out
}

// LeaveSeconds removes the whole seconds of the load script's record reported so far from what is counted since f.
func (f *Felt) LeaveSeconds(now *Felt) {
	own, is := f.script(), now.script()
	own.leaveSeconds(&is)
	f.keep(own)
}

// LeaveProbed removes the whole seconds of the probe's record reported so far from what is counted since f.
func (f *Felt) LeaveProbed(now *Felt) { f.Probe.leaveSeconds(&now.Probe) }
