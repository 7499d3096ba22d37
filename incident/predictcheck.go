package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/record"
)

// checking is how HAProxy checks a server, and what it says of that itself.
type checking struct {
	*record.Check
	row     *record.Server // of the server that is checked: the tracked one, where it tracks another
	version string         // HAProxy's, "" when it does not tell
}

// predictServer computes when HAProxy finds a server DOWN.
func (f *Frame) predictServer(s *record.Server, fault record.Fault) Prediction {
	c := f.Check(s)
	if c == nil {
		c = f.unnamedCheck(s)
	}
	switch {
	case c != nil:
	case f.check(func(*record.Check) bool { return true }) == nil:
		return Prediction{}
	default:
		return unknownFor("no server line that was read is that of " + s.Pxname + "/" + s.Svname)
	}
	how := checking{Check: c, row: s}
	if f.HAProxy != nil {
		how.version = f.HAProxy.Version
	}
	if c.Tracks == "" {
		return how.predict(fault)
	}
	how.row = &record.Server{}
	if slash := strings.LastIndexByte(c.Tracks, '/'); slash >= 0 && f.HAProxy != nil {
		if row := f.HAProxy.Find(c.Tracks[:slash], c.Tracks[slash+1:]); row != nil {
			how.row = row
		}
	}
	p := how.predict(fault)
	if p.Known {
		p.Why = "as " + c.Tracks + ", which it tracks: " + p.Why
	}
	return p
}

// predict computes when HAProxy's checks find a server DOWN, at the latest. After a check has ended the
// next begins an interval later (src/check.c): the fault comes just after a good one; then fall checks fail,
// fastinter apart, each as late as its timeouts allow.
func (c *checking) predict(fault record.Fault) Prediction {
	if p, is := c.unchecked(fault); is {
		return p
	}
	each, p := c.each(fault)
	if p.Why != "" {
		return p
	}
	fall, rise := count(c.row.CheckFall, c.Fall), count(c.row.CheckRise, c.Rise)
	if d, is := c.Doubt(c.decides(fall)...); is {
		return unknownFor(doubtText(d))
	}
	inter, fastinter, downinter := c.spread(c.Inter), c.spread(c.Fastinter), c.spread(c.Downinter)
	p = Prediction{Known: true, Detect: inter + times(fall, each) + times(fall-1, fastinter)}
	p.timers = timers{detect: 2 * fall, connect: c.connecting(), read: c.reading()}
	if _, is := c.Doubt(c.returns()...); !is {
		p.Back = each + downinter + times(rise-1, fastinter)
		p.timers.back = 1 + rise
	}
	p.Why = fmt.Sprintf("%d failed checks, %s apart, each given up after %s; the last good one up to %s before",
		fall, setting(fastinter), setting(each), setting(inter))
	if fall == 1 {
		p.Why = fmt.Sprintf("1 failed check, given up after %s; the last good one up to %s before", setting(each), setting(inter))
	}
	p.Why += c.rather(fault, fall, p.Detect-times(fall, each))
	return p
}

// rather says what makes the bound a loose one: by the quickest of these a fault is detected as well.
func (c *checking) rather(fault record.Fault, fall int, refused time.Duration) (text string) {
	switch answerOf(fault.Kind) {
	case hangs:
		if quick := c.waiting(true); c.version == "" && quick < c.reading() {
			text = fmt.Sprintf("; each after %s from HAProxy 3.2.1 and 2.8.16 on, and its version is not known", setting(quick))
		}
	case refuses:
		if fault.Kind != record.Cut {
			text = fmt.Sprintf("; within %s where connections are refused, which takes no time", setting(refused))
		}
		text += c.observed()
	}
	return text
}

// observed is what failures of real traffic do to a server (configuration.txt 5.2, "observe", "error-limit", "on-error").
// One that is silent is not seen by it.
func (c *checking) observed() string {
	does := map[string]string{"mark-down": "mark it DOWN", "fail-check": "count as a failed check", "sudden-death": "leave it one check"}[c.OnError]
	if c.Observe == "" || does == "" || c.ErrorLimit <= 0 {
		return ""
	}
	return fmt.Sprintf("; sooner under traffic: %d failures in a row %s (observe %s)", c.ErrorLimit, does, c.Observe)
}

// unchecked is the prediction where no check decides, or it is not known whether one does.
func (c *checking) unchecked(fault record.Fault) (Prediction, bool) {
	d, doubted := c.Doubt(record.SettingCheck)
	on := c.On || doubted && c.row.CheckFall > 0 // HAProxy counts the failures of servers that it checks
	switch {
	case doubted && d.Of == record.SettingAll:
		return unknownFor(doubtText(d)), true
	case on:
		return Prediction{}, false
	case doubted && c.row.Status.State != record.NoCheck:
		return unknownFor(doubtText(d)), true
	case c.Agent:
		return unknownFor("only its agent is asked, and nothing here says what that answers"), true
	case c.Resolvers && answerOf(fault.Kind) == refuses:
		return unknownFor("it has no check, and its resolvers take it out when its name is gone"), true
	}
	return Prediction{Known: true, Never: true, Why: "its server line has no check"}, true
}

// decides are the settings that decide when a server is DOWN.
func (c *checking) decides(fall int) []record.Setting {
	all := []record.Setting{record.SettingInter, record.SettingSpread}
	if c.row.CheckFall <= 0 {
		all = append(all, record.SettingFall)
	}
	if fall > 1 {
		all = append(all, record.SettingFastinter)
	}
	return all
}

// returns are those that decide when it is UP again.
func (c *checking) returns() []record.Setting {
	all := []record.Setting{record.SettingDowninter, record.SettingFastinter}
	if c.row.CheckRise <= 0 {
		all = append(all, record.SettingRise)
	}
	return all
}

// spread is how long an interval may become: HAProxy varies it, so that checks do not come all at once
// (configuration.txt 3.2, "spread-checks").
func (c *checking) spread(interval time.Duration) time.Duration {
	return interval + interval/100*time.Duration(min(c.Spread, 50))
}

// each is how long one check of a broken server takes; a prediction that says why instead, where none will fail or
// that is not known.
func (c *checking) each(fault record.Fault) (time.Duration, Prediction) {
	kind := answerOf(fault.Kind)
	if kind == drags && fault.Kind != record.Delay {
		return 0, unknownFor("that depends on how late its answers become")
	}
	if _, doubted := c.Doubt(record.SettingProtocol); kind == hangs && !c.Protocol && !doubted {
		return 0, Prediction{Known: true, Never: true, Why: "a plain TCP check only connects, and the kernel of a frozen server still accepts, until sessions have filled its queue"}
	}
	needs := []record.Setting{record.SettingInter, record.SettingTimeoutCheck}
	if kind != refuses {
		needs = append(needs, record.SettingProtocol)
	}
	if c.TimeoutCheck > 0 {
		needs = append(needs, record.SettingTimeoutConnect)
	}
	if d, is := c.Doubt(needs...); is {
		return 0, unknownFor(doubtText(d))
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
func (c *checking) connecting() time.Duration {
	if c.TimeoutCheck > 0 && c.TimeoutConnect > 0 {
		return min(c.TimeoutConnect, c.Inter)
	}
	return c.Inter
}

// reading is how long a check waits for an answer. Until 2025 HAProxy did not set its timer anew once it was connected,
// so that the longer of both holds. Where its version is not known, that is what is said.
func (c *checking) reading() time.Duration { return c.waiting(requeues(c.version)) }

func (c *checking) waiting(requeues bool) time.Duration {
	switch {
	case c.TimeoutCheck == 0:
		return c.Inter
	case requeues:
		return c.TimeoutCheck
	}
	return max(c.connecting(), c.TimeoutCheck)
}

// delayed is how long a check takes of a server whose connection and answer are each late by so much.
func (c *checking) delayed(late time.Duration) (time.Duration, Prediction) {
	least := c.connecting()
	switch {
	case late >= c.connecting():
		return c.connecting(), Prediction{}
	case !c.Protocol:
	case c.TimeoutCheck == 0 && 2*late >= c.Inter:
		return c.Inter, Prediction{}
	case c.TimeoutCheck > 0 && late >= c.TimeoutCheck && 2*late >= c.reading():
		return late + c.reading(), Prediction{}
	case c.TimeoutCheck > 0 && late >= c.TimeoutCheck && c.version == "":
		return 0, unknownFor("that depends on HAProxy's version")
	case c.TimeoutCheck > 0 && late >= c.TimeoutCheck: // its timer may still be that of the connection
		return 0, unknownFor("HAProxy before 2.8.16 and 3.2.1 may wait for up to " + setting(c.reading()))
	case c.TimeoutCheck > 0:
		least = min(least, c.TimeoutCheck)
	}
	return 0, Prediction{Known: true, Never: true, Why: "its checks wait for " + setting(least)}
}

// requeues reports whether a version has "BUG/MEDIUM: check: Requeue healthchecks on I/O events to handle check timeout".
func requeues(version string) bool {
	v, ok := versionOf(version)
	return ok && (slices.Compare(v[:], []int{3, 2, 1}) >= 0 || v[0] == 2 && v[1] == 8 && v[2] >= 16)
}

// count takes the number that HAProxy itself says, else the configuration's.
func count(said int64, configured int) int {
	if said > 0 {
		return int(min(said, maxCounted))
	}
	return max(configured, 1)
}

// times is n waits one after the other.
func times(n int, each time.Duration) time.Duration {
	return time.Duration(min(float64(n)*each.Seconds(), longestWait.Seconds()) * float64(time.Second))
}
