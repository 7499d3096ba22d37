package haproxycfg

import (
	"strconv"
	"strings"

	"hadash/record"
)

// maxServers bounds how many servers of a configuration are read: a template makes as many as it likes.
const maxServers = 20_000

// watched is how the server is watched that a line names.
func (p *proxy) watched(l *line, room int) []record.Check {
	c := p.likeness(l, 3)
	switch unknown := l.word(1).unknown; {
	case unknown != "":
		return nameless(c, l.doubt(record.SettingAll, record.DoubtVariable, unknown))
	case room <= 0:
		return nameless(c, l.doubt(record.SettingAll, record.DoubtTooMuch, "server "+l.text(1)))
	}
	c.Server = l.text(1)
	return []record.Check{c}
}

// nameless stands for servers of which it is not known what they are called, or that are not read.
func nameless(like record.Check, d record.Doubt) []record.Check {
	like.Doubts = doubts(like.Doubts).with(d)
	return []record.Check{like}
}

// slots are the servers of "server-template PREFIX N|FROM-TO ADDRESS ...": they differ in nothing but their number.
func (p *proxy) slots(l *line, room int) []record.Check {
	like := p.likeness(l, 4)
	what := "server-template " + l.written(1) + " " + l.written(2)
	if unknown := l.word(1).unknown + l.word(2).unknown; unknown != "" {
		return nameless(like, l.doubt(record.SettingAll, record.DoubtVariable, unknown))
	}
	from, to, ok := slotRange(l.text(2))
	if !ok {
		return nameless(like, l.doubt(record.SettingAll, record.DoubtValue, what))
	}
	var all []record.Check
	for n := from; n <= to; n++ {
		if len(all) >= room {
			return append(all, nameless(like, l.doubt(record.SettingAll, record.DoubtTooMuch, what))...)
		}
		slot := like
		slot.Server = l.text(1) + strconv.Itoa(n)
		all = append(all, slot)
	}
	return all
}

// slotRange reads "5" as 1 to 5, and "2-4".
func slotRange(text string) (from, to int, ok bool) {
	low, high, ranged := strings.Cut(text, "-")
	if !ranged {
		low, high = "1", text
	}
	from, fromOK := count(low)
	to, toOK := count(high)
	return from, to, fromOK && toOK && to > 0 && from <= to
}
