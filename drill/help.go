package drill

import (
	"fmt"
	"strings"
)

// Help is the grammar of drills, made from the tables that they are read with.
func Help() string {
	var b strings.Builder
	b.WriteString("A drill is a text file with one verb a line. A line that begins with # is a heading of the report.\n\n")
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
	b.WriteString("\nFigures, of the drill from its steady state on, or (NODE) of that node's newest fault:\n")
	for _, f := range figures() {
		fmt.Fprintf(&b, "  %-22s %s\n", f.usage(), f.does)
	}
	b.WriteString(rules)
	return b.String()
}

func (f *figure) usage() string {
	switch {
	case f.all == nil:
		return f.name + "(NODE)"
	case f.of == nil && f.at == nil:
		return f.name
	}
	return f.name + "[(NODE)]"
}

const example = `    # one replica dies under steady load
    stack  tuned
    load   20 VUs
    wait   10s
    never  backend servers DOWN
    abort  when visible > 20
    stop   mysql-slave1
    expect mysql-slave1 DOWN within 2s
    wait   10s
    heal   mysql-slave1
    expect mysql-slave1 UP within 30s
    assert visible == 0
    assert slowest < 2s
    assert detection(mysql-slave1) < 2s
`

const conditionHelp = `
Conditions, the same after wait, expect, never, abort when and in 'hadash wait':
  NODE [==|!=] STATE            mysql-slave1 UP, servers/mysql-slave1 == UP, app1 != exited
  backend NAME UP|DOWN          a backend of HAProxy has a server left, or has none
  FIGURE[(NODE)] OP VALUE       visible == 0, p95 < 200ms, rate > 50/s; OP: == != < <= > >=
  steady                        every node serves, nothing is broken, the load runs, no request fails
`

const rules = `
A figure that is a time may be compared with never: assert detection(app1) == never.
Amounts and times have their unit: 2%, 200ms, 20 VUs. expect counts from when its line begins, and what became
so since the last thing that was done counts, too. Before the first fault a steady state has to hold for 5 s; where
there is none within 90 s nothing is broken and the drill ends. A failed expectation does not end it, unless with
--fail-fast: then the first line that fails ends it, and a never that fails breaks off whatever runs at that moment.
abort when does so always: from its line on to the end, and so over the whole drill where it is written first. What is
open is healed at once, what was just being broken as soon as it is there, nothing more is broken, and what is left is
not run. Figures count as everywhere: those of the drill from its steady state to its end, figure(NODE) since that
node's newest fault. What is open at the end is healed, and the load is left as it was found.

A time that never came is later than any other: never detection(app1) > 2s fails when nobody ever noticed, as assert
detection(app1) <= 2s does. One that has not come yet counts as soon as it is later than the limit, whenever it comes:
never and abort see it then, a second late, for the line that tells of it may be. What nobody knows (how many requests
failed where nobody counted any, when a fault was noticed that was over before anybody watched) makes no condition true
and none false: wait and expect go on, abort does nothing, and assert, never and an abort that could not be judged at
all fail and say so. That an abort cannot be judged is said before the first fault.
`
