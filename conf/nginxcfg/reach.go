package nginxcfg

import (
	"time"

	"hadash/record"
)

// place is a place in the configuration that passes requests on.
type place struct {
	waits
	warns  bool
	named  bool
	choice record.Doubt // why they may go to one of several groups; zero if the group is certain
}

// reach says how requests reach a group: from places that certainly lead there, from those that only other locations
// lead to, and from those that may lead there.
type reach struct{ certain, named, perhaps longest }

func (r *reach) add(p place) {
	switch {
	case p.choice != (record.Doubt{}):
		r.perhaps.add(p)
	case p.named:
		r.named.add(p)
	default:
		r.certain.add(p)
	}
}

// longest holds the longest times that a request waits, over several places that it may come from.
type longest struct {
	place
	any    bool
	differ map[[2]time.Duration]bool // the distinct waits, at most maxDiffer
}

// maxDiffer limits how many distinct waits are kept.
const maxDiffer = 100

func (l *longest) add(p place) {
	if !l.any {
		l.place, l.any, l.differ = p, true, map[[2]time.Duration]bool{}
	}
	l.connect, l.read = later(l.connect, p.connect), later(l.read, p.read)
	if len(l.differ) < maxDiffer {
		l.differ[[2]time.Duration{p.connect.is, p.read.is}] = true
	}
}

// later returns the longer of two times. If one of them is not known, neither is the result.
func later(a, b setting) setting {
	if a.doubt == (record.Doubt{}) {
		a.doubt = b.doubt
	}
	a.is = max(a.is, b.is)
	return a
}

// waits returns the longest times that a request to a host, or to the group of that name, waits: those of the places
// that lead there, unless others that may lead there wait longer. If no place leads there, it returns the times in
// force around the group.
func (p *plane) waits(name string, around place) (l longest) {
	l = longest{place: around}
	r := p.reach[host(stream, name)]
	if r == nil {
		r = &reach{}
	}
	for _, own := range []longest{r.certain, r.named} {
		if own.any && !l.any {
			l = own
		}
	}
	for _, other := range []longest{r.perhaps, p.any.perhaps} {
		if other.any {
			l.connect = l.unless(l.connect, other.connect, of(record.SettingTimeoutConnect, other.choice))
			l.read = l.unless(l.read, other.read, of(record.SettingTimeoutRead, other.choice))
		}
	}
	if p.unread != (record.Doubt{}) {
		l.connect = later(l.connect, setting{doubt: of(record.SettingTimeoutConnect, p.unread)})
		l.read = later(l.read, setting{doubt: of(record.SettingTimeoutRead, p.unread)})
	}
	return l
}

// unless returns the time of the places that lead to a group, given that others may lead there too.
func (l *longest) unless(own, other setting, choice record.Doubt) setting {
	if l.any && other.doubt == (record.Doubt{}) && other.is <= own.is {
		return own
	}
	return later(own, setting{doubt: choice})
}
