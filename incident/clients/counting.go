package clients

import (
	"time"

	"hadash/incident/rates"
	"hadash/record"
)

// WithLine counts a request for which the load script wrote a line.
func (f Felt) WithLine(r *record.Request, at time.Time) Felt {
	f.told++
	if f.seconds > 0 {
		f.Requests++
	}
	if r.Took > f.Slowest {
		f.Slowest, f.SlowestAt = r.Took, at
	}
	if r.Failed {
		f.Failed++
		f.By = rates.More(f.By, r.Name, 1)
	}
	return f
}

// WithSecond counts a whole second of the load script's record, without what its lines have counted.
func (f Felt) WithSecond(s Second) Felt {
	f.seconds++
	if f.seconds == 1 {
		f.Requests = f.told
	}
	rest := max(s.Requests-s.told, 0)
	f.Requests += rest
	f.Failed += min(max(s.Failed-s.toldFailed, 0), rest)
	if s.Max > f.Slowest {
		if s.Max-f.Slowest > time.Millisecond { // else it is the request whose line gave its time
			f.SlowestAt = time.Time{}
		}
		f.Slowest = s.Max
	}
	if s.P99 > f.Worst.P99 {
		f.Worst = s
	}
	return f
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
	f.HasNginx, f.Log, f.LogWorst, f.Others = false, "", Second{}, 0
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
	return out
}

// LeaveSeconds removes the whole seconds reported so far from what is counted since f.
func (f *Felt) LeaveSeconds(now *Felt) {
	f.Requests, f.seconds = now.Requests-(now.told-f.told), now.seconds
}
