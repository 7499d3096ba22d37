package incident

import (
	"fmt"
	"testing"

	"hadash/record"
)

// k6, nginx and an instance count the same bursts of load, and are read at other moments. What is shown of them is the
// same, though each one's last second is not.
func TestRatesAreComparable(t *testing.T) {
	sent := func(seconds float64) int64 { // 200 requests in the first half of each second
		whole := int64(seconds)
		return 200*whole + min(200, int64(400*(seconds-float64(whole))))
	}
	f, worst := play(), 0.0
	for s := 0.0; s < 20; s++ {
		late := s + 0.3 + 0.3*float64(int(s)%3)
		f = Fold(f, record.Sample{At: at(s + 0.01), Source: record.SourcePage, Node: "app1", Page: &record.Page{Code: 200, Requests: 1 + sent(s+0.01)}})
		f = Fold(f, record.Sample{At: at(s + 0.25), Source: record.SourceNginx, Node: "nginx", Nginx: &record.Nginx{Requests: sent(s + 0.25)}})
		f = Fold(f, record.Sample{At: at(late), Source: record.SourceK6, Node: "k6", K6: &record.K6{Running: true, Requests: sent(late)}})
		if s < 6 {
			continue
		}
		for _, name := range []string{"k6", "nginx", "app1"} {
			if got := f.Node(name).Recent; got < 170 || got > 230 {
				t.Errorf("second %v: %s %.0f/s, want about 200", s, name, got)
			}
		}
		worst = max(worst, f.Load.Rate/f.Nginx.Rate)
	}
	if worst < 1.15 {
		t.Errorf("k6's last second is never more than %.2f of nginx's: this compares nothing", worst)
	}
}

func TestRecentRate(t *testing.T) {
	polls := int64(0)
	reading := func(seconds float64, n int64) record.Sample { // of clients: the page counts each poll, too
		polls++
		return record.Sample{At: at(seconds), Source: record.SourceNginx, Node: "nginx", Nginx: &record.Nginx{Requests: n + polls}}
	}
	f := play()
	for i, c := range []struct {
		s    record.Sample
		want float64
	}{
		{reading(1, 100), -1},
		{reading(1.1, 140), -1}, // too soon to say
		{reading(2, 200), 100},
		{reading(3, 500), 200},
		{reading(10, 1200), 100}, // since the newest reading from before the five seconds
		{reading(11, 1210), 88.75},
		{reading(12, 4), -1}, // a new process
		{reading(13, 54), 50},
		{record.Sample{At: at(14), Source: record.SourceNginx, Node: "nginx", Err: "refused"}, -1},
		{reading(20, 1000), -1}, // nobody knows what was meanwhile
		{reading(21, 1010), 10},
	} {
		f = Fold(f, c.s)
		if got := f.Node("nginx").Recent; fmt.Sprintf("%.2f", got) != fmt.Sprintf("%.2f", c.want) || got != f.Nginx.Recent {
			t.Errorf("%d: %.2f/s, want %.2f", i, got, c.want)
		}
	}
}

// What a load lost before anybody watched counts as little as what nginx lost then; of one that is started while hadash
// watches all counts, and of the next one again.
func TestLostSinceItIsWatched(t *testing.T) {
	k6 := func(seconds float64, requests, failed int64) record.Sample {
		return record.Sample{At: at(seconds), Source: record.SourceK6, Node: "k6", K6: &record.K6{Running: true, Requests: requests, Failed: failed}}
	}
	began := containers(3, nil)
	began.Containers[0].Started = at(2)
	for name, c := range map[string]struct {
		all  []record.Sample
		want int64
	}{
		"it ran before":  {[]record.Sample{containers(0, nil), k6(1, 900, 7)}, 0},
		"and goes on":    {[]record.Sample{containers(0, nil), k6(1, 900, 7), k6(2, 1000, 9), k6(3, 1100, 9)}, 2},
		"another one":    {[]record.Sample{containers(0, nil), k6(1, 900, 7), k6(3, 50, 8)}, 8},
		"it began later": {[]record.Sample{containers(0, nil), began, k6(4, 50, 3), k6(5, 90, 4)}, 4},
	} {
		if f := play(c.all...); f.Watched.Felt.K6Failed != c.want {
			t.Errorf("%s: %d lost, want %d", name, f.Watched.Felt.K6Failed, c.want)
		}
	}
}
