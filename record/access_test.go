package record

import "testing"

func TestLostAndAbsorbed(t *testing.T) {
	at := func(group, status int) Attempt { return Attempt{Addr: "a:1", Group: group, Status: status} }
	for _, c := range []struct {
		name     string
		status   int
		all      []Attempt
		lost     int
		absorbed int
	}{
		{"one", 200, []Attempt{at(0, 200)}, 0, 0},
		{"none", 502, nil, 0, 0},
		{"502, 200", 200, []Attempt{at(0, 502), at(0, 200)}, 1, 1},
		{"502, 502", 502, []Attempt{at(0, 502), at(0, 502)}, 2, 0},
		{"200 : 200", 200, []Attempt{at(0, 200), at(1, 200)}, 0, 0},
		{"404 : 200", 200, []Attempt{at(0, 404), at(1, 200)}, 0, 0},
		{"502 : 200", 200, []Attempt{at(0, 502), at(1, 200)}, 1, 1},
		{"- : 200", 200, []Attempt{at(0, 0), at(1, 200)}, 1, 1},
		{"504, 504 : 200", 200, []Attempt{at(0, 504), at(0, 504), at(1, 200)}, 2, 2},
		{"504, 200 : 200", 200, []Attempt{at(0, 504), at(0, 200), at(1, 200)}, 1, 1},
		{"504, 504, 504 : 502, 200", 200, []Attempt{at(0, 504), at(0, 504), at(0, 504), at(1, 502), at(1, 200)}, 4, 4},
		{"504, 504, 504 : 504", 504, []Attempt{at(0, 504), at(0, 504), at(0, 504), at(1, 504)}, 4, 0},
		{"200 : 502", 502, []Attempt{at(0, 200), at(1, 502)}, 1, 0},
		{"503, shown as a page", 200, []Attempt{at(0, 503)}, 1, 0},
		{"404, 200", 200, []Attempt{at(0, 404), at(0, 200)}, 0, 0},
		{"429, 200", 200, []Attempt{at(0, 429), at(0, 200)}, 1, 1},
		{"-, 200", 200, []Attempt{at(0, 0), at(0, 200)}, 1, 1},
		{"the client left", 499, []Attempt{at(0, 0)}, 0, 0},
		{"the client left the second", 499, []Attempt{at(0, 504), at(0, 0)}, 1, 0},
		{"no statuses", 200, []Attempt{at(0, StatusUnknown), at(0, StatusUnknown)}, 1, 1},
		{"no statuses, 502", 502, []Attempt{at(0, StatusUnknown)}, 1, 0},
		{"no statuses, redirected", 200, []Attempt{at(0, StatusUnknown), at(1, StatusUnknown)}, 0, 0},
	} {
		a := Access{Status: c.status, Upstreams: c.all}
		lost := 0
		for i := range a.Upstreams {
			if a.Lost(i) {
				lost++
			}
		}
		if lost != c.lost || a.Absorbed() != c.absorbed || a.Troubled() != (c.lost > 0) {
			t.Errorf("%s: %d lost, %d absorbed, troubled %v; want %d, %d", c.name, lost, a.Absorbed(), a.Troubled(), c.lost, c.absorbed)
		}
		if quiet := (&Line{Access: &a}).Traffic(); quiet != (c.status < 500 && c.lost == 0) {
			t.Errorf("%s: traffic %v", c.name, quiet)
		}
	}
}
