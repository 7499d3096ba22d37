package drill

import (
	"fmt"
	"slices"
	"strings"
)

// Help is the grammar of drills, generated from the tables of the parser.
func Help() string {
	var b strings.Builder
	b.WriteString("A drill is a text file with one verb per line. A line that begins with # is a heading of the report.\n\n")
	b.WriteString(example)
	b.WriteString("\nVerbs:\n")
	for _, v := range verbs() {
		if v.does != "" {
			fmt.Fprintf(&b, "  %-46s %s\n", v.usage, v.does)
		}
	}
	b.WriteString(conditionHelp)
	b.WriteString("\nStates:\n")
	for _, s := range states() {
		fmt.Fprintf(&b, "  %-12s %s\n", s.word, s.does)
	}
	b.WriteString("\nFigures, of the drill from its steady state on, or (NODE) of that node's newest fault. Those that say now are of now,\nand NODE in sessions, queue and limit is a node, a server as backend/server, or a backend:\n")
	for _, f := range figures() {
		fmt.Fprintf(&b, "  %-22s %s\n", f.usage(), f.does)
	}
	b.WriteString(formerNames())
	b.WriteString(rules)
	return b.String()
}

// formerNames lists the names that figures had.
func formerNames() string {
	var all []string
	for was, is := range formerly {
		all = append(all, was+" is "+is)
	}
	slices.Sort(all)
	return "\nFormer names remain good: " + strings.Join(all, ", ") + "; so do VUs, which are users.\n"
}

func (f *figure) usage() string {
	switch {
	case f.all == nil:
		return f.name + "(NODE)"
	case f.of == nil && f.now == nil:
		return f.name
	}
	return f.name + "[(NODE)]"
}

const example = `    # one replica dies under steady load
    stack  tuned
    load   20 users
    wait   10s
    never  backend servers DOWN
    abort  when failed > 20
    stop   mysql-slave1
    expect mysql-slave1 DOWN within 2s
    wait   10s
    heal   mysql-slave1
    expect mysql-slave1 UP within 30s
    assert failed == 0
    assert slowest < 2s
    assert noticed(mysql-slave1) < 2s
`

const conditionHelp = `
Conditions, the same after wait, expect, never, abort when and in 'hadash wait':
  NODE [==|!=] STATE            mysql-slave1 UP, servers/mysql-slave1 == UP, app1 != exited
  backend NAME UP|DOWN          a backend of HAProxy has a server left, or has none
  FIGURE[(NODE)] OP VALUE       failed == 0, p95 < 200ms, rate > 50/s; OP: == != < <= > >=
  outage[(NAME)]                something failed that nobody is known to have broken, or crashed, or was killed by others: outage(web/web2), outage(app1)
  steady                        every node serves, nothing is broken, the load runs, no request fails
`

const rules = `
A time can be compared with never: assert noticed(app1) == never. Amounts and times have a unit: 2%, 200ms, 20 users.

expect counts from the moment its line begins; a change since the last action counts, too. Before the first fault a
steady state must hold for 5 s; if there is none within 90 s, nothing is broken and the drill ends.

A failed expectation does not end the drill. With --fail-fast the first failed line ends it, and a failed never
interrupts the line that is running. abort when always does so, from its line to the end: write it first to guard the
whole drill. Open faults are healed at once, a fault in the making as soon as it is there; nothing more is broken, and
the remaining lines are not run.

Figures count from the steady state of the drill to its end, figure(NODE) since that node's newest fault. A drill that
breaks nothing waits for the steady state at its first never or abort: write it first to watch for outages. Faults that
are open at the end are healed, and the load is left as it was found.

A time that never came is later than any other: never noticed(app1) > 2s fails if the fault was never noticed, as
assert noticed(app1) <= 2s does. A time that is still to come counts once it is later than the limit; never and
abort see that up to a second late, because the log line that reports it can be late.

A figure that is not known (failed requests where nothing counted them, when a fault was noticed that was over before
hadash watched) makes a condition neither true nor false: wait and expect go on, abort does nothing, and an assert,
never or abort that could not be judged at all fails and says so. An abort that cannot be judged is reported before
the first fault.
`
