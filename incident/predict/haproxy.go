package predict

import (
	"slices"
	"time"

	"hadash/record"
	"hadash/wording"
)

// Checking is how HAProxy checks a server, and what it says of that itself.
type Checking struct {
	*record.Check
	Row     *record.Server // of the server that is checked: the tracked one, where it tracks another
	Version string         // HAProxy's, "" when it does not tell
}

// Predict computes when HAProxy's checks find a server DOWN, at the latest. After a check has ended the
// next begins an interval later (src/check.c): the fault comes just after a good one; then fall checks fail,
// fastinter apart, each as late as its timeouts allow.
func (c *Checking) Predict(fault record.Fault) Prediction {
	if p, is := c.unchecked(fault); is {
		return p
	}
	each, p := c.each(fault)
	if !p.Why.IsZero() {
		return p
	}
	fall, rise := count(c.Row.CheckFall, c.Fall), count(c.Row.CheckRise, c.Rise)
	if d, is := c.Doubt(c.decides(fall)...); is {
		return Unknown(doubtPhrase(d))
	}
	inter, fastinter, downinter := c.spread(c.Inter), c.spread(c.Fastinter), c.spread(c.Downinter)
	p = Prediction{Known: true, Detect: inter + Times(fall, each) + Times(fall-1, fastinter)}
	p.Timers = Timers{Detect: 2 * fall, Connect: c.connecting(), Read: c.reading()}
	if _, is := c.Doubt(c.returns()...); !is {
		p.Back = each + downinter + Times(rise-1, fastinter)
		p.Timers.Back = 1 + rise
	}
	why := wording.FailedChecks.Of(fall, wording.Setting(fastinter), wording.Setting(each), wording.Setting(inter))
	if fall == 1 {
		why = wording.FailedCheck.Of(wording.Setting(each), wording.Setting(inter))
	}
	p.Why = c.rather(why, fault, p.Detect-Times(fall, each))
	return p
}

// rather adds what makes the bound a loose one: by the quickest of these a fault is detected as well.
func (c *Checking) rather(why wording.Phrase, fault record.Fault, refused time.Duration) wording.Phrase {
	switch answerOf(fault.Kind) {
	case hangs:
		if quick := c.waiting(true); c.Version == "" && quick < c.reading() {
			why = wording.QuickerSince.Of(why, wording.Setting(quick))
		}
	case refuses:
		if fault.Kind != record.Cut {
			why = wording.WhereRefused.Of(why, wording.Setting(refused))
		}
		why = c.observed(why)
	}
	return why
}

// observed adds what failures of real traffic do to a server (configuration.txt 5.2, "observe", "error-limit", "on-error").
// One that is silent is not seen by it.
func (c *Checking) observed(why wording.Phrase) wording.Phrase {
	does := map[string]*wording.Sentence{"mark-down": wording.MarkDown, "fail-check": wording.FailCheck, "sudden-death": wording.LeaveOne}[c.OnError]
	if c.Observe == "" || does == nil || c.ErrorLimit <= 0 {
		return why
	}
	return wording.SoonerByLoad.Of(why, c.ErrorLimit, does.Of(), c.Observe)
}

// unchecked is the prediction where no check decides, or it is not known whether one does.
func (c *Checking) unchecked(fault record.Fault) (Prediction, bool) {
	d, doubted := c.Doubt(record.SettingCheck)
	on := c.On || doubted && c.Row.CheckFall > 0 // HAProxy counts the failures of servers that it checks
	switch {
	case doubted && d.Of == record.SettingAll:
		return Unknown(doubtPhrase(d)), true
	case on:
		return Prediction{}, false
	case doubted && c.Row.Status.State != record.NoCheck:
		return Unknown(doubtPhrase(d)), true
	case c.Agent:
		return Unknown(wording.OnlyAgent.Of()), true
	case c.Resolvers && answerOf(fault.Kind) == refuses:
		return Unknown(wording.ByResolvers.Of()), true
	}
	return Prediction{Known: true, Never: true, Why: wording.NoCheck.Of()}, true
}

// decides are the settings that decide when a server is DOWN.
func (c *Checking) decides(fall int) []record.Setting {
	all := []record.Setting{record.SettingInter, record.SettingSpread}
	if c.Row.CheckFall <= 0 {
		all = append(all, record.SettingFall)
	}
	if fall > 1 {
		all = append(all, record.SettingFastinter)
	}
	return all
}

// returns are those that decide when it is UP again.
func (c *Checking) returns() []record.Setting {
	all := []record.Setting{record.SettingDowninter, record.SettingFastinter}
	if c.Row.CheckRise <= 0 {
		all = append(all, record.SettingRise)
	}
	return all
}

// spread is how long an interval may become: HAProxy varies it, so that checks do not come all at once
// (configuration.txt 3.2, "spread-checks").
func (c *Checking) spread(interval time.Duration) time.Duration {
	return interval + interval/100*time.Duration(min(c.Spread, 50))
}

// each is how long one check of a broken server takes; a prediction that says why instead, where none will fail or
// that is not known.
func (c *Checking) each(fault record.Fault) (time.Duration, Prediction) {
	kind := answerOf(fault.Kind)
	if kind == drags && fault.Kind != record.Delay {
		return 0, Unknown(wording.DependsLate.Of())
	}
	if _, doubted := c.Doubt(record.SettingProtocol); kind == hangs && !c.Protocol && !doubted {
		return 0, Prediction{Known: true, Never: true, Why: wording.PlainTCP.Of()}
	}
	needs := []record.Setting{record.SettingInter, record.SettingTimeoutCheck}
	if kind != refuses {
		needs = append(needs, record.SettingProtocol)
	}
	if c.TimeoutCheck > 0 {
		needs = append(needs, record.SettingTimeoutConnect)
	}
	if d, is := c.Doubt(needs...); is {
		return 0, Unknown(doubtPhrase(d))
	}
	switch kind {
	case refuses:
		return c.connecting(), Prediction{}
	case hangs:
		return c.reading(), Prediction{}
	}
	return c.delayed(time.Duration(fault.Amount) * time.Millisecond)
}

// connecting is how long a check waits for a connection: `timeout check` bounds what comes after it, and then it has
// the lesser of `timeout connect` and inter; without it inter bounds the whole check (configuration.txt 4.2, "timeout check").
func (c *Checking) connecting() time.Duration {
	if c.TimeoutCheck > 0 && c.TimeoutConnect > 0 {
		return min(c.TimeoutConnect, c.Inter)
	}
	return c.Inter
}

// reading is how long a check waits for an answer. Until 2025 HAProxy did not set its timer anew once it was connected,
// so that the longer of both holds. Where its version is not known, that is what is said.
func (c *Checking) reading() time.Duration { return c.waiting(requeues(c.Version)) }

func (c *Checking) waiting(requeues bool) time.Duration {
	switch {
	case c.TimeoutCheck == 0:
		return c.Inter
	case requeues:
		return c.TimeoutCheck
	}
	return max(c.connecting(), c.TimeoutCheck)
}

// delayed is how long a check takes of a server whose connection and answer are each late by so much.
func (c *Checking) delayed(late time.Duration) (time.Duration, Prediction) {
	least := c.connecting()
	switch {
	case late >= c.connecting():
		return c.connecting(), Prediction{}
	case !c.Protocol:
	case c.TimeoutCheck == 0 && 2*late >= c.Inter:
		return c.Inter, Prediction{}
	case c.TimeoutCheck > 0 && late >= c.TimeoutCheck && 2*late >= c.reading():
		return late + c.reading(), Prediction{}
	case c.TimeoutCheck > 0 && late >= c.TimeoutCheck && c.Version == "":
		return 0, Unknown(wording.DependsVersion.Of())
	case c.TimeoutCheck > 0 && late >= c.TimeoutCheck: // its timer may still be that of the connection
		return 0, Unknown(wording.MayWait.Of(wording.Setting(c.reading())))
	case c.TimeoutCheck > 0:
		least = min(least, c.TimeoutCheck)
	}
	return 0, Prediction{Known: true, Never: true, Why: wording.ChecksWait.Of(wording.Setting(least))}
}

// requeues reports whether a version has "BUG/MEDIUM: check: Requeue healthchecks on I/O events to handle check timeout".
func requeues(version string) bool {
	v, ok := versionOf(version)
	return ok && (slices.Compare(v[:], []int{3, 2, 1}) >= 0 || v[0] == 2 && v[1] == 8 && v[2] >= 16)
}

// count takes the number that HAProxy itself says, else the configuration's.
func count(said int64, configured int) int {
	if said > 0 {
		return int(min(said, MaxCounted))
	}
	return max(configured, 1)
}

// Times is n waits one after the other.
func Times(n int, each time.Duration) time.Duration {
	return time.Duration(min(float64(n)*each.Seconds(), longestWait.Seconds()) * float64(time.Second))
}
