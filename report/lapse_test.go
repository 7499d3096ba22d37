package report

import (
	"reflect"
	"testing"
	"time"

	"hadash/record"
	"hadash/wording"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// A replica's own word makes the times in which it did not replicate, and how far it fell behind.
func TestLapses(t *testing.T) {
	g := gathering{run: &Run{}}
	at := func(s int) time.Time { return noon.Add(time.Duration(s) * time.Second) }
	say := func(s int, io string, lag time.Duration) {
		g.replicate(at(s), "db1", &record.Replica{IO: io, SQL: "Yes", Lag: lag, LagKnown: io == "Yes"})
	}
	say(0, "Yes", 0)
	say(1, "Connecting", 0)
	say(2, "Connecting", 0)
	say(3, "Yes", 40*time.Second)
	say(4, "Yes", 60*time.Second)
	say(5, "Yes", 0)
	say(6, "No", 0)
	want := []Lapse{
		{"db1", wording.Threads.Of("Connecting", "Yes"), at(1), at(3), 0},
		{"db1", wording.Lagging.Of(), at(3), at(5), 60 * time.Second},
		{"db1", wording.Threads.Of("No", "Yes"), at(6), time.Time{}, 0},
	}
	if len(g.run.Lapses) != len(want) {
		t.Fatalf("%+v", g.run.Lapses)
	}
	for i := range want {
		if !reflect.DeepEqual(g.run.Lapses[i], want[i]) {
			t.Errorf("%+v, want %+v", g.run.Lapses[i], want[i])
		}
	}
}
