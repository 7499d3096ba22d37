package haproxylog

import (
	"hash/maphash"
	"strings"
	"time"
)

// Dedup finds the sentences that HAProxy says twice: it writes a change of a server's state to its
// log, and, in the foreground, to stderr with its level before it. Either may come first. A sentence
// has one twin at most, so two that are alike and genuine stay two. The zero value is ready; it is
// for one goroutine.
type Dedup struct {
	waiting [maxWaiting]sentence // for their twins; the oldest is overwritten
	next    int
}

type sentence struct {
	at    time.Time
	sum   uint64
	alert bool
	open  bool
}

const (
	maxWaiting = 256
	twinWithin = 2 * time.Second
)

var seed = maphash.MakeSeed()

// Twin reports whether a sentence (see Body) is the second of its pair. Level tells on which of the
// two ways it came: "" for the log.
func (d *Dedup) Twin(at time.Time, level, body string) bool {
	// "backend be has no server available!" has the name in quotes on stderr only.
	s := sentence{at: at, sum: maphash.String(seed, strings.ReplaceAll(body, "'", "")), alert: level != "", open: true}
	for i := range d.waiting {
		// From the oldest on: of two alike, the first has the first twin.
		w := &d.waiting[(d.next+i)%maxWaiting]
		if w.open && w.sum == s.sum && w.alert != s.alert && at.Sub(w.at).Abs() <= twinWithin {
			w.open = false
			return true
		}
	}
	d.waiting[d.next] = s
	d.next = (d.next + 1) % maxWaiting
	return false
}
