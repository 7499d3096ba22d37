package haproxycfg

import (
	"strings"

	"hadash/record"
)

// truth is whether a condition holds.
type truth int8

// The truths, such that the lesser of two is their "and", and the greater their "or".
const (
	no truth = iota - 1
	unknown
	yes
)

func (t truth) not() truth { return -t }

// branching is where the reader stands among .if, .elif, .else and .endif (configuration.txt 2.4).
type branching struct{ levels []level }

// level is one .if that is open.
type level struct {
	outer, taken, now truth        // whether it is in force itself, whether a branch before was, whether this one is
	doubt             record.Doubt // the first condition that could not be decided, of this level or around it
}

// deepest bounds how deep conditions are read; HAProxy reads 16.
const deepest = 1000

// here is whether a line is in force where the reader stands, and the condition that it hangs on if that is not known.
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

// take reads a line that begins with a dot; false when it is none of these.
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

// turn begins a branch whose own condition is as given: it is in force if none before it was.
func (b *branching) turn(holds truth, l *line, rest string) {
	top := &b.levels[len(b.levels)-1]
	top.now = min(holds, top.taken.not())
	top.taken = max(top.taken, holds)
	if holds == unknown && top.doubt == nothing {
		top.doubt = l.doubt(record.SettingAll, record.DoubtCondition, l.text(0)+" "+strings.TrimSpace(rest))
	}
}
