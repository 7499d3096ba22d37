package predict

import (
	"slices"
	"time"

	"hadash/record"
	"hadash/wording"
)

// Checking is how HAProxy checks a server, with HAProxy's own row for it.
type Checking struct {
	*record.Check
	Row     *record.Server // of the server that is checked: the tracked one, where it tracks another
	Version string         // HAProxy's version, "" if not known
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

// rather adds what loosens the bound: the fault is also detected by the quickest of these.
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

// observed adds the effect of failures of real traffic on a server (configuration.txt 5.2, "observe", "error-limit",
// "on-error"). A silent server has no such effect.
func (c *Checking) observed(why wording.Phrase) wording.Phrase {
	does := map[string]*wording.Sentence{"mark-down": wording.MarkDown, "fail-check": wording.FailCheck, "sudden-death": wording.LeaveOne}[c.OnError]
	if c.Observe == "" || does == nil || c.ErrorLimit <= 0 {
		return why
	}
	return wording.SoonerByLoad.Of(why, c.ErrorLimit, does.Of(), c.Observe)
}

// unchecked returns the prediction if no check decides, or if that is not known.
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

// decides lists the settings that decide when a server is DOWN.
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

// returns lists those that decide when it is UP again.
func (c *Checking) returns() []record.Setting {
	all := []record.Setting{record.SettingDowninter, record.SettingFastinter}
	if c.Row.CheckRise <= 0 {
		all = append(all, record.SettingRise)
	}
	return all
}

// spread returns how long an interval may become: HAProxy varies it so that checks do not run all at once
// (configuration.txt 3.2, "spread-checks").
func (c *Checking) spread(interval time.Duration) time.Duration {
	return interval + interval/100*time.Duration(min(c.Spread, 50))
}

// each returns how long one check of a broken server takes; a prediction with the reason instead, if none will fail or
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

// connecting returns how long a check waits for a connection. With `timeout check` it is the lesser of `timeout
// connect` and inter, and `timeout check` bounds the rest; without it inter bounds the whole check (configuration.txt
// 4.2, "timeout check").
func (c *Checking) connecting() time.Duration {
	if c.TimeoutCheck > 0 && c.TimeoutConnect > 0 {
		return min(c.TimeoutConnect, c.Inter)
	}
	return c.Inter
}

// reading returns how long a check waits for an answer. Until 2025 HAProxy did not reset its timer after connecting, so
// the longer of both applies. If its version is not known, the reason says so.
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

// delayed returns how long a check takes if a server's connection and answer are each that late.
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

// count returns the number on HAProxy's page, else the configuration's.
func count(said int64, configured int) int {
	if said > 0 {
		return int(min(said, MaxCounted))
	}
	return max(configured, 1)
}

// Times returns the duration of n waits in sequence.
func Times(n int, each time.Duration) time.Duration {
	return time.Duration(min(float64(n)*each.Seconds(), longestWait.Seconds()) * float64(time.Second))
}
