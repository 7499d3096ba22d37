package pages

import (
	"fmt"
	"slices"
	"testing"

	"hadash/record"
)

// readingOf is a reading of HAProxy with a server for each number of sessions; below zero it is DOWN.
func readingOf(sessions ...int64) *record.HAProxy {
	h := &record.HAProxy{}
	for i, n := range sessions {
		status := "UP"
		if n < 0 {
			status, n = "DOWN", 0
		}
		s := record.Server{Pxname: "servers", Svname: fmt.Sprint("s", i), Status: record.ParseStatus(status)}
		s.Scur = n
		h.Servers = append(h.Servers, s)
	}
	return h
}

func (d *drawnServers) names() (out []string) {
	for _, id := range d.slots {
		out = append(out, id.Name)
	}
	return out
}

// What is not UP is drawn, and who has most sessions; all of few in HAProxy's order.
func TestDrawnServers(t *testing.T) {
	for _, tt := range []struct {
		sessions []int64
		want     []string
	}{
		{nil, []string{"", "", "", "", "", "", "", ""}},
		{[]int64{3, 9, -1}, []string{"s0", "s1", "s2", "", "", "", "", ""}},
		{[]int64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, []string{"s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"}},
		{[]int64{1, 2, 3, 4, 5, 6, 7, 8, 9, -1}, []string{"s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9"}},
		{[]int64{-1, -1, -1, -1, -1, -1, 1, 2, 3, 4, 5, 6}, []string{"s0", "s1", "s2", "s3", "s8", "s9", "s10", "s11"}},
		{[]int64{-1, -1, -1, -1, -1, -1, 9}, []string{"s0", "s1", "s2", "s3", "s4", "s5", "s6", ""}},
	} {
		var d drawnServers
		if d.see(readingOf(tt.sessions...)); !slices.Equal(d.names(), tt.want) {
			t.Errorf("of %v: %q, want %q", tt.sessions, d.names(), tt.want)
		}
	}
}

// A server keeps its letter: whoever comes takes that of the one that goes, and a session more is no reason to.
func TestDrawnServersStays(t *testing.T) {
	var d drawnServers
	d.see(readingOf(5, 5, 5, 5, 5, 5, 5, 5, 1, 1))
	before, version := d.slots, d.version
	if d.see(readingOf(5, 5, 5, 4, 5, 5, 5, 5, 6, 1)); d.slots != before {
		t.Errorf("one session more: %q", d.names())
	}
	d.see(readingOf(5, 5, 5, 1, 5, 5, 5, 5, 9, -1))
	if want := []string{"s0", "s1", "s2", "s8", "s4", "s5", "s6", "s9"}; !slices.Equal(d.names(), want) {
		t.Errorf("%q", d.names())
	}
	if d.version == version || d.rank[0].Name != "s9" {
		t.Errorf("version %d after %d, %v weighs most", d.version, version, d.rank[0])
	}
}

// BenchmarkDrawnServers is the servers chosen from a reading of 1 000.
func BenchmarkDrawnServers(b *testing.B) {
	sessions := make([]int64, 1000)
	for i := range sessions {
		sessions[i] = 1
	}
	sessions[0], sessions[1], sessions[2] = -1, 5, 3
	two := readingOf(sessions...)
	one := *two
	var d drawnServers
	b.ReportAllocs()
	for b.Loop() {
		d.see(&one)
		d.see(two)
	}
}
