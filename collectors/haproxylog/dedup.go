package haproxylog

import (
	"hash/maphash"
	"slices"
	"strings"
	"time"
)

// Dedup finds the copies of sentences. HAProxy reports a change of a server's state on each of its `log` lines, which
// may all lead to one place, and in the foreground on stderr too, prefixed with its level. Each of these ways has every
// sentence once, in HAProxy's order: if one way has a sentence twice, it was said twice. Two `log` lines may look like
// one way to us. Then the order decides: no server goes DOWN twice without another sentence about it in between. The
// zero value is ready; a Dedup is for one goroutine.
type Dedup struct {
	said [maxSaid]sentence // the oldest is overwritten
	next int
	last [maxLast]word // the last sentence on each way about each thing
	over int
	ways ways
}

// sentence is a sentence that HAProxy wrote, from the way on which it came first.
type sentence struct {
	at   time.Time
	sum  uint64
	pids pids
	ways uint64 // one bit for each way on which it came
	loud bool   // one of them marked it as a warning or worse
}

// word is the last sentence about one thing on one way.
type word struct {
	at    time.Time
	sum   uint64
	about uint64
	pids  pids
	way   int
}

const (
	maxSaid = 256
	maxLast = 128
	// copyWithin is how far copies of a sentence may be apart on two ways: two pipes, or two files.
	copyWithin = 5 * time.Second
	// againWithin is the same for two `log` lines to one place, which are written one after the other. A backend can
	// lose its last server again without a sentence about a server: by weights.
	againWithin = 4 * time.Second
	emptyWithin = time.Second
)

var seed = maphash.MakeSeed()

// Verdict says how a line relates to those before it.
type Verdict uint8

// The verdicts.
const (
	Fresh  Verdict = iota // not seen before
	Copy                  // seen on another way, or on the same one a moment ago
	Louder                // like Copy, but the first to be marked as a warning or worse
)

// Heard judges a sentence. about names the thing whose state it reports, "" if it reports none: such a sentence may be
// repeated on the same way.
func (d *Dedup) Heard(at time.Time, s *Said, about string) Verdict {
	// "backend be has no server available!" has the name in quotes on stderr only.
	is := sentence{at: at, sum: sum(strings.ReplaceAll(s.Body, "'", "")), pids: s.pids, loud: s.Grave()}
	way := d.ways.of(s)
	if about != "" && d.again(way, about, &is) {
		return Copy
	}
	for i := range d.said {
		// Oldest first: of two equal sentences, the first gets the first copy.
		old := &d.said[(d.next+i)%maxSaid]
		if old.sum != is.sum || old.ways == 0 || old.ways&(1<<way) != 0 || at.Sub(old.at).Abs() > copyWithin || !old.pids.same(is.pids) {
			continue
		}
		old.ways |= 1 << way
		old.pids = pids{max(old.pids.header, is.pids.header), max(old.pids.own, is.pids.own)}
		if is.loud && !old.loud {
			old.loud = true
			return Louder
		}
		return Copy
	}
	is.ways = 1 << way
	d.said[d.next] = is
	d.next = (d.next + 1) % maxSaid
	return Fresh
}

// again reports whether the last sentence about a thing on a way was the same, and stores this one.
func (d *Dedup) again(way int, about string, is *sentence) bool {
	backend, _, server := strings.Cut(about, "/")
	within := emptyWithin
	if server {
		within = againWithin
	}
	w := d.word(way, sum(about), is.pids)
	if w.sum == is.sum && is.at.Sub(w.at).Abs() <= within {
		w.at = is.at
		return true
	}
	w.at, w.sum = is.at, is.sum
	if server { // the sentences about its backend and its checks may be repeated now
		d.forget(way, sum(backend), sum("Health "+about), sum("Agent "+about))
	}
	return false
}

// word returns the last sentence about a thing on a way, a new one if there was none.
func (d *Dedup) word(way int, about uint64, of pids) *word {
	for i := range d.last {
		if w := &d.last[i]; w.about == about && w.way == way && w.pids.same(of) {
			return w
		}
	}
	w := &d.last[d.over]
	d.over = (d.over + 1) % maxLast
	*w = word{about: about, pids: of, way: way}
	return w
}

func (d *Dedup) forget(way int, about ...uint64) {
	for i := range d.last {
		if w := &d.last[i]; w.way == way && slices.Contains(about, w.about) {
			*w = word{}
		}
	}
}

func sum(text string) uint64 { return maphash.String(seed, text) }

// ways numbers the ways on which lines come, by the part of the header that all lines of one way share.
type ways struct {
	heads [maxWays]string
	n     int
}

const maxWays = 64

func (w *ways) of(s *Said) int {
	head := s.head
	if s.Level != "" {
		head = "stderr" // whatever a daemon put before it
	}
	for i := range w.n {
		if w.heads[i] == head {
			return i
		}
	}
	if w.n == maxWays {
		return maxWays - 1
	}
	w.heads[w.n] = strings.Clone(head)
	w.n++
	return w.n - 1
}
