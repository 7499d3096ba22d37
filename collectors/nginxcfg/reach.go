package nginxcfg

import (
	"time"

	"hadash/record"
)

// place is a place from where requests are passed on.
type place struct {
	waits
	warns  bool
	named  bool
	choice record.Doubt // it is one of several groups; zero when it is certain
}

// reach is how requests come to a group: from places that certainly lead there, from those that only other locations
// lead to, and from those that may.
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

// longest is what a request waits for at most, from whichever of some places it comes.
type longest struct {
	place
	any    bool
	differ map[[2]time.Duration]bool // the waits that were seen, a few of them
}

// maxDiffer bounds how many waits are told apart.
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

// later is the longer of two times. One that is not known may be it.
func later(a, b setting) setting {
	if a.doubt == (record.Doubt{}) {
		a.doubt = b.doubt
	}
	a.is = max(a.is, b.is)
	return a
}

// waits is what a request to a host, or to the group of that name, waits for, at most: what its own places say, unless
// others that may lead there wait longer. Where none does, it is what holds around the group.
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

// unless is a time of places that lead to a group, when others may lead there, too.
func (l *longest) unless(own, other setting, choice record.Doubt) setting {
	if l.any && other.doubt == (record.Doubt{}) && other.is <= own.is {
		return own
	}
	return later(own, setting{doubt: choice})
}
