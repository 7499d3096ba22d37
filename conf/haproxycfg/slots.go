package haproxycfg

import (
	"strconv"
	"strings"

	"hadash/record"
)

// maxServers limits how many servers of a configuration are read: one template can declare any number.
const maxServers = 20_000

// watched returns the Check of the server that a line declares; a nameless one if its name is not known or there is no
// room.
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

// nameless returns one Check without a name, for servers whose names are not known or that are not read.
func nameless(like record.Check, d record.Doubt) []record.Check {
	like.Doubts = doubts(like.Doubts).with(d)
	return []record.Check{like}
}

// slots returns the Checks of "server-template PREFIX N|FROM-TO ADDRESS ...", which differ only in their number.
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
		slot.Slot = true
		slot.Server = l.text(1) + strconv.Itoa(n)
		all = append(all, slot)
	}
	return all
}

// slotRange parses "5", which is 1 to 5, and "2-4".
func slotRange(text string) (from, to int, ok bool) {
	low, high, ranged := strings.Cut(text, "-")
	if !ranged {
		low, high = "1", text
	}
	from, fromOK := count(low)
	to, toOK := count(high)
	return from, to, fromOK && toOK && to > 0 && from <= to
}
