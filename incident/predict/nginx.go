package predict

import (
	"math"
	"slices"
	"time"

	"hadash/record"
	"hadash/wording"
)

// Upstreams computes the latest time at which nginx sets an instance aside in one of its groups. nginx uses only real
// requests, so that depends on their rate. It counts failures without a window: only an answer clears them
// (ngx_http_upstream_round_robin.c).
func Upstreams(all []*record.Upstream, version string, rate float64, fault record.Fault) Prediction {
	if answerOf(fault.Kind) == drags {
		return Unknown(wording.DependsLate.Of())
	}
	if p, is := unwatched(all, version, fault); is {
		return p
	}
	each, kept, doubt := waits(all, version, fault)
	if doubt != nil {
		return Unknown(doubtPhrase(*doubt))
	}
	p := Prediction{Known: true, Why: wording.FailedRequests.Of(all[0].MaxFails, wording.Setting(kept))}
	if all[0].MaxFails == 1 {
		p.Why = wording.FailedRequest.Of(wording.Setting(kept))
	}
	if each < kept {
		p.Why = wording.UnlessKept.Of(p.Why, wording.Setting(each))
	}
	p.Why = apart(p.Why, all)
	if rate <= 0 {
		p.Known, p.Why = false, wording.OnceAsked.Of(p.Why)
		return p
	}
	p.Detect, p.Timers.Detect = kept+arrival(Deciding(all), rate), 1
	if penalty, ok := PenaltyOf(all); ok {
		// nginx compares whole seconds: after a fail_timeout of one it may try again only after two.
		p.Back, p.Timers.Back = penalty+time.Second+kept+arrival(1, rate), 1
	}
	return p
}

// Deciding returns how many failures of an instance set it aside at the latest, in one of its groups, by one of the
// workers that count separately.
func Deciding(all []*record.Upstream) int {
	n := 1
	for _, u := range all {
		n = min(n+max(u.Workers, 1)*(u.MaxFails-1), MaxCounted)
	}
	return n
}

// unwatched returns the prediction if nginx sets an instance aside in none of its groups, or it is not known in which.
func unwatched(all []*record.Upstream, version string, fault record.Fault) (Prediction, bool) {
	never := map[*wording.Sentence]int{}
	for _, u := range all {
		if d, is := u.Doubt(); is {
			return Unknown(doubtPhrase(d)), true
		}
		if why := neverAside(u, fault); why != nil {
			never[why]++
		}
	}
	for why, n := range never {
		if n == len(all) {
			return Prediction{Known: true, Never: true, Why: costly(why.Of(), all, version, fault)}, true
		}
		return Unknown(wording.InSomeGroups.Of()), true
	}
	return Prediction{}, false
}

// costly adds how long each request waits to an instance that is never set aside; nothing if that is not known, or for
// streams, which have no requests.
func costly(why wording.Phrase, all []*record.Upstream, version string, fault record.Fault) wording.Phrase {
	each, kept, doubt := waits(all, version, fault)
	if doubt != nil || slices.ContainsFunc(all, func(u *record.Upstream) bool { return u.Stream }) {
		return why
	}
	why = wording.EachWaits.Of(why, wording.Setting(each))
	if each < kept {
		why = wording.LaterOnKept.Of(why)
	}
	return why
}

// waits returns how long a request to an instance waits at most in one of its groups: any request, and one on a
// connection that is kept, or may be. It is not known if a setting that decides it is in doubt.
func waits(all []*record.Upstream, version string, fault record.Fault) (each, kept time.Duration, doubt *record.Doubt) {
	for _, u := range all {
		if d, is := u.Doubt(decidesAside(u, version, fault)...); is {
			return 0, 0, &d
		}
		each = max(each, min(givenUp(u, keeps(u, version) == always, fault), longestWait))
		kept = max(kept, min(givenUp(u, keeps(u, version) != never, fault), longestWait))
	}
	return each, kept, nil
}

// neverAside returns why nginx does not set an instance aside; nil if it may.
func neverAside(u *record.Upstream, fault record.Fault) *wording.Sentence {
	_, vague := u.Doubt(record.SettingMaxFails)
	_, others := u.Doubt(record.SettingGroup)
	switch {
	case u.Alone && !others && u.Group == "":
		return wording.NoUpstream
	case u.Alone && !others:
		return wording.OnlyServer
	case u.MaxFails == 0 && !vague:
		return wording.MaxFailsZero
	case u.Stream && answerOf(fault.Kind) == hangs:
		return wording.PlainStream
	}
	return nil
}

// decidesAside lists the settings that decide when an instance is set aside.
func decidesAside(u *record.Upstream, version string, fault record.Fault) []record.Setting {
	all := []record.Setting{record.SettingMaxFails}
	if u.Alone {
		all = append(all, record.SettingGroup)
	}
	if u.MaxFails > 1 {
		all = append(all, record.SettingWorkers)
	}
	if answerOf(fault.Kind) == refuses {
		all = append(all, record.SettingTimeoutConnect)
	}
	if answerOf(fault.Kind) == hangs || keeps(u, version) != never {
		all = append(all, record.SettingTimeoutRead)
	}
	return all
}

// givenUp returns how long a request to a broken instance waits. A request on a kept connection does not connect, and
// waits for its answer even if the address is gone.
func givenUp(u *record.Upstream, kept bool, fault record.Fault) time.Duration {
	switch {
	case answerOf(fault.Kind) == hangs:
		return u.ReadTimeout
	case kept:
		return max(u.ConnectTimeout, u.ReadTimeout)
	}
	return u.ConnectTimeout
}

// The certainty of an event.
const (
	never = iota
	perhaps
	always
)

// keeps reports whether connections to a server are kept: where its group says so, and by default since nginx 1.29.7.
func keeps(u *record.Upstream, version string) int {
	since, known := atLeast(version, 1, 29, 7)
	switch {
	case u.Stream || u.Closed:
		return never
	case u.Kept || known && since && u.Group != "":
		return always
	case known || u.Group == "":
		return never
	}
	return perhaps
}

// apart adds what loosens the bound.
func apart(why wording.Phrase, all []*record.Upstream) wording.Phrase {
	if n := all[0].Places; n > 1 {
		why = wording.LocationsDiffer.Of(why, n)
	}
	if n := len(all); n > 1 {
		why = wording.GroupsApart.Of(why, n)
	}
	if n := all[0].Workers; n > 1 && all[0].MaxFails > 1 {
		why = wording.WorkersApart.Of(why, n)
	}
	return why
}

// Predictions are bounded, so that no sum of waits overflows.
const (
	longestWait = 1000 * time.Hour
	MaxCounted  = 1_000_000
)

// arrival returns how long n requests take to arrive at most, in 99 of 100 cases: requests arrive at random, so this is
// a quantile of the gamma distribution (by Wilson and Hilferty's approximation).
func arrival(n int, rate float64) time.Duration {
	k := float64(max(n, 1))
	root := 1 - 1/(9*k) + 2.326*math.Sqrt(1/(9*k))
	return time.Duration(min(k*root*root*root/rate, longestWait.Seconds()) * float64(time.Second))
}

// PenaltyOf returns how long an instance is set aside in any of its groups; false if not known.
func PenaltyOf(all []*record.Upstream) (most time.Duration, ok bool) {
	for _, u := range all {
		if _, is := u.Doubt(record.SettingFailTimeout); is {
			return 0, false
		}
		most = max(most, min(u.FailTimeout, longestWait))
	}
	return most, len(all) > 0
}
