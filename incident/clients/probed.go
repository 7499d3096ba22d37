package clients

import (
	"slices"
	"time"

	"hadash/record"
)

// Probed is what one probe recorded since watching began. It is a value: With returns another.
type Probed struct {
	Node    string
	Rate    int           // requests a second that it is to send; 0: not known
	Timeout time.Duration // after which it gives one up
	Account Account
	NotSent int // left out, because too many were under way
	Open    int // under way at the last report

	FirstFailed, LastFailed time.Time
	Error                   string            // of the last failure
	By                      []record.Answerer // who answered, by name; Name "" = the answers do not say
	OtherNames              int               // requests answered under names that are not listed any more
	Seconds                 []Second          // oldest first, at most MaxSeconds
	Total                   Second            // percentiles of all; At is not set

	all    *gatheredSecond
	gather Gather
}

// MaxSeconds is how many seconds of a probe are kept.
const MaxSeconds = 600

// maxNames is how many names of those who answered are kept.
const maxNames = 24

// Line counts a request with a line of its own.
func (p *Probed) Line(r *record.Request, at time.Time) {
	p.gather.Line(at, r)
	p.Account = p.Account.WithLine(r, at)
	if !r.Failed {
		return
	}
	if p.FirstFailed.IsZero() || at.Before(p.FirstFailed) {
		p.FirstFailed = at
	}
	if !at.Before(p.LastFailed) {
		p.LastFailed, p.Error = at, r.Error
	}
}

// Sent counts what a batch has besides its lines and seconds.
func (p *Probed) Sent(s *record.SentTally) {
	p.Rate, p.Timeout = s.Rate, s.Timeout
	p.NotSent, p.Open = p.NotSent+max(s.NotSent, 0), s.Open
	p.By = slices.Clone(p.By)
	for _, b := range s.By {
		i, found := slices.BinarySearchFunc(p.By, b.Name, func(a record.Answerer, name string) int {
			if a.Name < name {
				return -1
			}
			if a.Name > name {
				return 1
			}
			return 0
		})
		n := max(b.Requests, 0)
		switch {
		case found:
			p.By[i].Requests += n
		case len(p.By) < maxNames:
			p.By = slices.Insert(p.By, i, record.Answerer{Name: b.Name, Requests: n})
		default:
			p.OtherNames += n
		}
	}
}

// Windows counts whole seconds, and returns them as seconds. A probe reports a second when it is over; what comes for it
// later is counted as a second of its own.
func (p *Probed) Windows(all []record.Window) (seconds []Second) {
	for _, w := range all {
		if n := len(p.Seconds); n > 0 && w.Second <= p.Seconds[n-1].At.Unix() {
			seconds = append(seconds, p.gather.Late(w))
		} else {
			p.gather.Add(w)
		}
		p.total(w)
		for {
			s, ok := p.gather.Close(w.Second)
			if !ok {
				break
			}
			seconds = append(seconds, s)
			p.Seconds = append(slices.Clone(p.Seconds[max(len(p.Seconds)+1-MaxSeconds, 0):]), s)
		}
	}
	for _, s := range seconds {
		p.Account = p.Account.WithSecond(s)
	}
	return seconds
}

// total adds a second to the percentiles of all.
func (p *Probed) total(w record.Window) {
	var sum gatheredSecond
	if p.all != nil {
		sum = *p.all
	}
	sum.add(w)
	p.all, p.Total = &sum, sum.sum()
	p.Total.At = time.Time{}
}

// Share marks what is copied before it is written to.
func (p *Probed) Share() { p.gather.Share() }

// Weigh, Settle and Unsettled compare what the first balancer answered with what the probe sent, as Gather does.
func (p *Probed) Weigh(second int64, n int) bool { return p.gather.Weigh(second, n) }

// Settle ends the oldest balance.
func (p *Probed) Settle(until int64) (second int64, more int, ok bool) { return p.gather.Settle(until) }

// Unsettled returns the newest second that has a balance.
func (p *Probed) Unsettled() (int64, bool) { return p.gather.Unsettled() }

// Clients returns the probe's own account of its requests.
func (p *Probed) Clients() Clients {
	f := Felt{Probe: p.Account}
	return f.Probed()
}

// Last returns the newest whole second; false if there is none within the last moments.
func (p *Probed) Last(now time.Time) (Second, bool) {
	n := len(p.Seconds)
	if n == 0 || now.Sub(p.Seconds[n-1].At) > 10*time.Second {
		return Second{}, false
	}
	return p.Seconds[n-1], true
}

// Recent returns the rate of requests that ended in the last whole seconds; -1 if none was reported.
func (p *Probed) Recent(now time.Time) float64 {
	if _, ok := p.Last(now); !ok {
		return -1
	}
	n, of := 0, 0
	for _, s := range slices.Backward(p.Seconds) {
		if of++; of > recent {
			break
		}
		n += s.Requests
	}
	return float64(n) / float64(min(of, recent))
}

// recent is over how many seconds a rate is taken.
const recent = 5
