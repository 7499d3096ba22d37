package outage

import "time"

// What a burst of failed requests is: at least Least of them, and at least Share of all, within Window, where the minute before
// had less than a tenth of that share. Five are the fewest of which a share means something (rates.Few), and one retry loop of
// one client makes fewer in five seconds; five per cent are what a service that fails one request in twenty has lost, and no
// error budget allows for long. What has failed at that rate for a minute is how the service is, and no outage. It is over when
// none has failed for Quiet: two windows, so that a client that tries again every few seconds does not end it.
const (
	Least  = 5
	Share  = 0.05
	Window = 5 // seconds
	Before = 60
	Quiet  = 10 * time.Second

	rises  = 10
	slots  = Before/Window + 1
	parted = 1 << 20 // no slot
)

// count is what was counted within a slot of five seconds, or within a second.
type count struct{ all, bad int32 }

// Burst counts the requests of the last minute and those of them that failed. It is a value without pointers: where nothing fails,
// it costs no memory.
type Burst struct {
	seconds [Window]count // by second
	slots   [slots]count  // by five seconds
	newest  int64         // second

	First, Last time.Time // of those that failed, since none had for Quiet
}

// Add counts requests of an instant.
func (b Burst) Add(at time.Time, all, bad int) Burst {
	second := at.Unix()
	if second < Before || b.newest-second >= Before { // its time cannot be read, or it is too late
		return b
	}
	if b.newest == 0 || second-b.newest >= Before {
		b.seconds, b.slots, b.newest = [Window]count{}, [slots]count{}, second
	}
	for b.newest < second {
		b.newest++
		b.seconds[b.newest%Window] = count{}
		if b.newest%Window == 0 {
			b.slots[b.newest/Window%slots] = count{}
		}
	}
	if b.newest-second < Window {
		b.seconds[second%Window].add(all, bad)
	}
	if b.newest-second < Before {
		b.slots[second/Window%slots].add(all, bad)
	}
	if bad > 0 {
		if b.First.IsZero() || at.Sub(b.Last) > Quiet {
			b.First = at
		}
		if at.After(b.Last) {
			b.Last = at
		}
		if at.Before(b.First) && b.First.Sub(at) <= Quiet {
			b.First = at
		}
	}
	return b
}

func (c *count) add(all, bad int) {
	c.all += int32(min(max(all, 0), parted))
	c.bad += int32(min(max(bad, 0), parted))
}

func (c count) share() float64 {
	if c.all <= 0 {
		return 0
	}
	return float64(c.bad) / float64(max(c.all, c.bad))
}

// Now reports whether the newest seconds are a burst, and whether the minute before them was watched: else it may have been so
// before.
func (b *Burst) Now() (is, known bool) {
	var now, before count
	for _, c := range b.seconds {
		now.all, now.bad = now.all+c.all, now.bad+c.bad
	}
	for _, c := range b.slots {
		before.all, before.bad = before.all+c.all, before.bad+c.bad
	}
	before.all, before.bad = before.all-now.all, before.bad-now.bad
	is = now.bad >= Least && now.share() >= Share && before.share()*rises < now.share()
	return is, before.all >= Least
}

// Most reports whether at least half of the last requests have failed, however many did before.
func (b *Burst) Most() bool {
	var now count
	for _, c := range b.seconds {
		now.all, now.bad = now.all+c.all, now.bad+c.bad
	}
	return now.bad >= Least && 2*now.bad >= now.all
}

// Forgive leaves out of the minute before what has failed so far: it has an explanation.
func (b Burst) Forgive() Burst {
	for i := range b.seconds {
		b.seconds[i].all, b.seconds[i].bad = b.seconds[i].all-b.seconds[i].bad, 0
	}
	for i := range b.slots {
		b.slots[i].all, b.slots[i].bad = b.slots[i].all-b.slots[i].bad, 0
	}
	return b
}

// Over reports whether none has failed for long enough.
func (b *Burst) Over(now time.Time) bool { return now.Sub(b.Last) >= Quiet }
