package incident

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"hadash/incident/said"
	"hadash/record"
)

// A poll of a thousand servers in which nothing changes keeps nothing, and one in which a server changes keeps that.
func TestQuietPollsKeepNothing(t *testing.T) {
	var up []record.Server
	for i := range 1000 {
		up = append(up, server(fmt.Sprint("s", i), "UP", nil))
	}
	kept := func(f *Frame) uintptr { return reflect.ValueOf(f.state.said).Field(0).Pointer() }
	f := play(haproxy(0, up...))
	was := kept(&f)
	for i := range 100 {
		f = Fold(f, haproxy(float64(i+1), up...))
	}
	if kept(&f) != was {
		t.Error("something is kept of quiet polls")
	}
	down := append([]record.Server{}, up...)
	down[7] = server("s7", "DOWN", nil)
	f = Fold(f, haproxy(101, down...))
	if l := f.SaidOfServer(&f.HAProxy.Servers[7], said.Balancer); l.Says() != said.Ill {
		t.Errorf("s7 says %d", l.Says())
	} else if at, ok := l.Since(); !ok || !at.Equal(f.At) {
		t.Errorf("since %s, %v", at, ok)
	}
	l := f.SaidOfServer(&f.HAProxy.Servers[7], said.Balancer)
	if w, _ := l.At(f.At.Add(-time.Second)); w != said.Well {
		t.Errorf("a second before it said %d", w)
	}
}
