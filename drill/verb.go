package drill

import (
	"fmt"
	"strings"

	"hadash/near"
	"hadash/record"
)

// verb is the first word of a line.
type verb struct {
	name, usage, does string
	parse             func(p *parser, l *line) (action, error)
}

// verbs lists every verb, in the order of the help.
func verbs() []verb {
	all := []verb{
		{"stack", "stack tuned|baseline [pair]", "the configuration to run on, with two HAProxies or any number; it is started if another one runs", parseStack},
		{"load", "load 20 users | load off", "start the load, change it, or stop it", parseLoad},
		{"wait", "wait 10s | wait CONDITION [for at most 30s]", "wait for a time, or until the condition holds", parseWait},
	}
	for _, k := range record.AllKinds() {
		all = append(all, verb{string(k), strings.TrimSpace(string(k) + " " + targetOf(k) + " " + amountUsage(k)), k.Help(), parseFault})
	}
	return append(all,
		verb{ownVerb, "fault NAME", "make the fault of your own that [fault.NAME] of hadash.toml describes", parseOwn},
		verb{"heal", "heal NODE | heal all", "undo what the drill broke", parseHeal},
		verb{"reload", "reload NODE", "have nginx, or a HAProxy of a pair, read its configuration again (SIGHUP)", parseReload},
		verb{"expect", "expect CONDITION within 2s", "the condition must hold in time", parseExpect},
		verb{"never", "never CONDITION", "the condition must not hold at any moment from here to the end", parseNever},
		verb{"abort", "abort when CONDITION", "from here to the end: if the condition holds, heal everything and end the drill", parseAbort},
		verb{"assert", "assert FIGURE < LIMIT", "the figure must keep to the limit; waits while it can still change", parseAssert},
		verb{"note", "note TEXT", "write a note on the timeline", parseNote},
		verb{"snapshot", "snapshot [NAME]", "write a snapshot as markdown", parseSnapshot},
		verb{"repeat", "repeat 3 ... end", "repeat the lines up to end", nil},
		verb{"end", "end", "", nil},
	)
}

func findVerb(name string) (verb, bool) {
	for _, v := range verbs() {
		if v.name == name {
			return v, true
		}
	}
	return verb{}, false
}

// IsVerb reports whether a line of a drill can begin with a word.
func IsVerb(name string) bool { _, is := findVerb(name); return is }

func verbNames() (all []string) {
	for _, v := range verbs() {
		all = append(all, v.name)
	}
	return all
}

// targetOf is what a fault is made to.
func targetOf(k record.FaultKind) string {
	switch {
	case k.AtHost():
		return "HOST"
	case k.AtService():
		return "SERVICE"
	}
	return "NODE"
}

// amountUnit is the unit of a fault's amount; false for a fault that has none.
func amountUnit(k record.FaultKind) (unit, bool) {
	switch k {
	case record.Slow, record.Loss, record.SetWeight:
		return percent, true
	case record.Delay:
		return span, true
	case record.Scale:
		return count, true
	}
	return count, false
}

func amountUsage(k record.FaultKind) string {
	switch u, ok := amountUnit(k); {
	case !ok:
		return ""
	case u == span:
		return fmt.Sprintf("[%dms]", k.Usual())
	case u == count:
		return fmt.Sprintf("[%d]", k.Usual())
	default:
		return fmt.Sprintf("[%d%%]", k.Usual())
	}
}

// meant maps words that people try to the verb for it.
var meant = map[string]string{
	"start": "heal", "unpause": "heal", "rejoin": "heal", "ready": "heal", "resume": "heal", "sleep": "wait", "until": "wait",
	"echo": "note", "say": "note", "loop": "repeat", "for": "repeat", "latency": "delay", "throttle": "slow",
	"disconnect": "cut", "freeze": "pause", "always": "never", "users": "load", "vus": "load", "done": "end",
	"halt": "abort", "cancel": "abort", "bail": "abort", "limit": "abort", "unless": "abort",
}

// noVerb suggests the right verb for an unknown word.
func noVerb(l *line, t token) error {
	names := verbNames()
	hint := near.Suggest(t.text, names)
	if m := meant[strings.ToLower(t.text)]; m != "" {
		hint = ", did you mean " + m + "?"
	}
	if v, ok := findVerb(strings.ToLower(t.text)); ok {
		hint = ", did you mean " + v.name + "?"
	}
	return l.bad(t, "%q is not a verb%s; the verbs are %s", t.text, hint, strings.Join(names, ", "))
}
