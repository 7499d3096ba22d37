package haproxycfg

import (
	"strings"

	"hadash/record"
)

// truth says whether a condition holds.
type truth int8

// The truths, ordered so that the lesser of two is their "and" and the greater their "or".
const (
	no truth = iota - 1
	unknown
	yes
)

func (t truth) not() truth { return -t }

// branching holds the open .if blocks around the current line (.if, .elif, .else and .endif: configuration.txt 2.4).
type branching struct{ levels []level }

// level is one open .if.
type level struct {
	outer, taken, now truth        // whether the .if itself is in force, whether an earlier branch was, whether this branch is
	doubt             record.Doubt // the first condition that could not be decided, on this level or around it
}

// deepest limits how deep conditions may be nested; HAProxy allows 16.
const deepest = 1000

// here returns whether the current line is in force and, if that is unknown, the condition that it depends on.
func (b *branching) here() (truth, record.Doubt) {
	if len(b.levels) == 0 {
		return yes, nothing
	}
	top := &b.levels[len(b.levels)-1]
	now := min(top.outer, top.now)
	if now == unknown {
		return now, top.doubt
	}
	return now, nothing
}

// take reads a line that begins with a dot. It returns false if the line is not one of these directives.
func (b *branching) take(l *line, rest string, env *environment) bool {
	switch l.text(0) {
	case ".if":
		b.open(l, rest, env)
	case ".elif", ".else":
		b.branch(l, rest, env)
	case ".endif":
		if len(b.levels) > 0 {
			b.levels = b.levels[:len(b.levels)-1]
		}
	case ".notice", ".warning", ".alert", ".diag":
	default:
		return false
	}
	return true
}

func (b *branching) open(l *line, rest string, env *environment) {
	if len(b.levels) >= deepest {
		return
	}
	outer, doubt := b.here()
	top := level{outer: outer, doubt: doubt, taken: no}
	b.levels = append(b.levels, top)
	b.turn(condition(rest, env), l, rest)
}

func (b *branching) branch(l *line, rest string, env *environment) {
	if len(b.levels) == 0 {
		return
	}
	holds := yes
	if l.text(0) == ".elif" {
		holds = condition(rest, env)
	}
	b.turn(holds, l, rest)
}

// turn begins a branch. It is in force if its own condition holds and no earlier branch was in force.
func (b *branching) turn(holds truth, l *line, rest string) {
	top := &b.levels[len(b.levels)-1]
	top.now = min(holds, top.taken.not())
	top.taken = max(top.taken, holds)
	if holds == unknown && top.doubt == nothing {
		top.doubt = l.doubt(record.SettingAll, record.DoubtCondition, l.text(0)+" "+strings.TrimSpace(rest))
	}
}
