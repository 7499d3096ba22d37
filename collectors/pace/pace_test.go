package pace

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
)

const ms = time.Millisecond

// The intervals follow from what is asked for and from what it costs.
func TestEvery(t *testing.T) {
	for name, c := range map[string]struct {
		load      Load
		hot, rest time.Duration
	}{
		"no HAProxy":                           {Load{Asked: time.Second}, time.Second, time.Second},
		"three servers":                        {Load{Asked: time.Second, Rest: 100 * time.Microsecond}, time.Second, time.Second},
		"as much as may be":                    {Load{Asked: time.Second, Rest: 150 * ms}, time.Second, time.Second},
		"a bit more":                           {Load{Asked: time.Second, Rest: 151 * ms}, time.Second, 1250 * ms},
		"more than can be":                     {Load{Asked: time.Second, Rest: time.Minute}, time.Second, 10 * time.Second},
		"asked for rarely":                     {Load{Asked: time.Minute, Rest: time.Minute}, time.Minute, time.Minute},
		"ten times more":                       {Load{Asked: time.Second, Rest: 1500 * ms}, time.Second, 10 * time.Second},
		"asked for ten times a second":         {Load{Asked: 100 * ms, Rest: 150 * ms}, 100 * ms, time.Second},
		"some are hot":                         {Load{Asked: time.Second, Hot: 15 * ms, Rest: 285 * ms}, time.Second, 2250 * ms},
		"most are hot":                         {Load{Asked: time.Second, Hot: 285 * ms, Rest: 15 * ms}, 4 * time.Second, time.Second},
		"all are hot":                          {Load{Asked: time.Second, Hot: 300 * ms}, 2 * time.Second, time.Second},
		"a fault is open: few":                 {Load{Asked: time.Second, Rest: ms, Dense: true, Close: 100 * ms}, 100 * ms, 100 * ms},
		"a fault is open: many":                {Load{Asked: time.Second, Rest: 50 * ms, Dense: true, Close: 100 * ms}, 400 * ms, 400 * ms},
		"a fault is open: too many":            {Load{Asked: time.Second, Rest: 140 * ms, Dense: true, Close: 100 * ms}, time.Second, time.Second},
		"a fault is open: one of these turned": {Load{Asked: time.Second, Hot: 3 * ms, Rest: 137 * ms, Dense: true, Close: 100 * ms}, 100 * ms, 1250 * ms},
		"a fault is open: four of a hundred":   {Load{Asked: time.Second, Hot: 12 * ms, Rest: 288 * ms, Dense: true, Close: 100 * ms}, 240 * ms, 3 * time.Second},
		"a fault is open: all turned":          {Load{Asked: time.Second, Hot: 300 * ms, Dense: true, Close: 100 * ms}, 2 * time.Second, time.Second},
	} {
		if hot, rest := c.load.Every(); hot != c.hot || rest != c.rest {
			t.Errorf("%s: %v and %v, want %v and %v", name, hot, rest, c.hot, c.rest)
		}
	}
}

// Whatever the costs are, and whether a fault is open, all readings together take at most their share, nothing is read more often than
// asked for while none is, and what is hot not less often than a fair part of the share allows.
func TestEveryKeepsItsShare(t *testing.T) {
	for _, asked := range []time.Duration{100 * ms, time.Second, 5 * time.Second} {
		for hot := time.Duration(0); hot < 4*time.Second; hot = hot*2 + 3*ms {
			for rest := time.Duration(0); rest < 4*time.Second; rest = rest*2 + 5*ms {
				l := Load{Asked: asked, Hot: hot, Rest: rest}
				h, r := l.Every()
				takes := part(hot, h) + part(rest, r)
				if takes > share+1e-9 && h < longest && r < longest || h < asked || r < asked {
					t.Fatalf("%+v: %v and %v take %.3f of a core", l, h, r, takes)
				}
				l.Dense, l.Close = true, 100*ms
				if h, r := l.Every(); part(hot, h)+part(rest, r) > share+1e-9 && h < longest && r < longest {
					t.Fatalf("%+v: %v and %v take %.3f of a core", l, h, r, part(hot, h)+part(rest, r))
				}
				if h > asked && r > asked && takes < share*0.6 {
					t.Fatalf("%+v: %v and %v take only %.3f of a core", l, h, r, takes)
				}
			}
		}
	}
}

// A hundred HAProxies are read one after the other, less often where it costs too much, and the one with a change as before.
func TestCosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c Costs
		l := Load{Asked: time.Second, Close: 100 * ms}
		node := func(i int) string { return fmt.Sprint("lb", i) }
		for i := range 100 {
			c.Add(node(i))
		}
		read := func(took time.Duration) {
			for range 9 {
				for i := range 100 {
					c.Read(node(i), 1000, took, false)
					c.Folded(node(i), took)
				}
			}
		}
		want := func(nth int, w Now, said *record.Pace) {
			t.Helper()
			is := c.Of(node(nth), l)
			if said == nil && is.Said != nil || said != nil && (is.Said == nil || *is.Said != *said) {
				t.Errorf("lb%d says %+v, want %+v", nth, is.Said, said)
			}
			if is.Said = nil; is != w {
				t.Errorf("lb%d: %+v, want %+v", nth, is, w)
			}
		}
		want(10, Now{Every: time.Second}, nil)
		read(ms / 2)
		want(10, Now{Every: time.Second, Offset: 100 * ms, Ring: 800 * ms}, nil)
		c.Read(node(10), 1000, 900*ms, false) // others had the processor
		want(10, Now{Every: time.Second, Offset: 100 * ms, Ring: 800 * ms}, nil)
		read(3 * ms)
		slow := &record.Pace{Every: 4 * time.Second, Asked: time.Second, Hot: time.Second, Cost: 600 * ms}
		want(10, Now{Every: 4 * time.Second, Offset: 400 * ms, Ring: 4 * time.Second}, slow)
		read(2500 * time.Microsecond) // a bit less: it stays
		slow.Cost = 500 * ms
		want(99, Now{Every: 4 * time.Second, Offset: 3960 * ms, Ring: 4 * time.Second}, slow)
		c.Read(node(10), 1000, 2500*time.Microsecond, true)
		want(10, Now{Every: time.Second, Offset: 100 * ms, Ring: 4 * time.Second}, slow)
		want(99, Now{Every: 4 * time.Second, Offset: 3960 * ms, Ring: 4 * time.Second}, slow)
		time.Sleep(hotFor)
		want(10, Now{Every: 4 * time.Second, Offset: 400 * ms, Ring: 4 * time.Second}, slow)
		read(ms / 2)
		want(10, Now{Every: time.Second, Offset: 100 * ms, Ring: 800 * ms}, nil)
	})
}

// The first answer, of which everything is new, does not count.
func TestTheFirstAnswerDoesNotCount(t *testing.T) {
	var r recent
	for i, c := range []struct{ took, median time.Duration }{{90 * ms, 0}, {2 * ms, 2 * ms}, {4 * ms, 4 * ms}, {3 * ms, 3 * ms}, {80 * ms, 4 * ms}} {
		if r.add(c.took); r.median != c.median {
			t.Errorf("%d: %v, want %v", i, r.median, c.median)
		}
	}
}

// Until a HAProxy was read twice it counts by how many rows it has: what its first answer took would make all of them wait.
func TestTheFirstRoundIsFollowedSoon(t *testing.T) {
	var c Costs
	for i := range 100 {
		c.Read(fmt.Sprint("lb", i), 1000, 50*ms, false)
		c.Folded(fmt.Sprint("lb", i), 50*ms)
	}
	if is := c.Of("lb0", Load{Asked: time.Second}); is.Every != 1750*ms {
		t.Errorf("the second answer is asked for after %v", is.Every)
	}
}

// Of what is done alone nothing is done at the same time.
func TestAlone(t *testing.T) {
	var c Costs
	var all sync.WaitGroup
	n := 0 // the race detector sees who else writes it
	for range 50 {
		all.Go(func() {
			c.Alone(func() {
				was := n
				runtime.Gosched()
				n = was + 1
			})
		})
	}
	if all.Wait(); n != 50 {
		t.Errorf("%d of 50 were counted", n)
	}
}
