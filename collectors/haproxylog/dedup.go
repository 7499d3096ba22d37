package haproxylog

import (
	"hash/maphash"
	"slices"
	"strings"
	"time"
)

// Dedup finds the copies of sentences. HAProxy says a change of a server's state on each of its `log`
// lines, which may all lead to one place, and in the foreground on stderr too, with its level before it.
// Each of these ways has every sentence once, in HAProxy's order: the second time that one way has a
// sentence, it was said twice. Two `log` lines may be one way to us. Then the order tells: no server
// goes DOWN twice without another word of it between. The zero value is ready; it is for one goroutine.
type Dedup struct {
	said [maxSaid]sentence // the oldest is overwritten
	next int
	last [maxLast]word // the last sentence of each way about each thing
	over int
	ways ways
}

// sentence is one that HAProxy said, whichever way it came first.
type sentence struct {
	at   time.Time
	sum  uint64
	pids pids
	ways uint64 // a bit for each way on which it came
	loud bool   // one of them marked it as a warning or worse
}

// word is the last sentence about something on one way.
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
	// copyWithin is how far the same sentence may be apart on two ways: two pipes, or two files.
	copyWithin = 5 * time.Second
	// againWithin is the same for two `log` lines to one place, written one after the other. A backend can lose its
	// last server again without a word of a server: by weights.
	againWithin = 4 * time.Second
	emptyWithin = time.Second
)

var seed = maphash.MakeSeed()

// Verdict says what a line is to those before it.
type Verdict uint8

// The verdicts.
const (
	Fresh  Verdict = iota // not heard before
	Copy                  // heard on another way, or on the same one a moment ago
	Louder                // as Copy, but the first to be marked as a warning or worse
)

// Heard judges a sentence. About names what it tells the state of, "" when it tells no state: such a
// sentence may be said again on the same way.
func (d *Dedup) Heard(at time.Time, s *Said, about string) Verdict {
	// "backend be has no server available!" has the name in quotes on stderr only.
	is := sentence{at: at, sum: sum(strings.ReplaceAll(s.Body, "'", "")), pids: s.pids, loud: s.Grave()}
	way := d.ways.of(s)
	if about != "" && d.again(way, about, &is) {
		return Copy
	}
	for i := range d.said {
		// From the oldest on: of two alike, the first has the first copy.
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

// again reports whether the last sentence about something on a way was the same, and notes this one.
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
	if server { // what was said of its backend and of its checks may be said once more
		d.forget(way, sum(backend), sum("Health "+about), sum("Agent "+about))
	}
	return false
}

// word is the last sentence about something on a way, a new one if there was none.
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

// ways numbers the ways on which lines come, by what is the same in the headers of all lines of one.
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
