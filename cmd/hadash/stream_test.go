package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
)

// grown is a project that has had one more node since its notice of a change. At first the Engine does not answer.
type grown struct {
	rang   chan struct{}
	silent int // requests without an answer
}

func (g *grown) Changed() <-chan struct{} { return g.rang }

func (g *grown) Topology(context.Context) (record.Topology, error) {
	if g.silent--; g.silent >= 0 {
		return record.Topology{}, errors.New("list the containers: no answer")
	}
	return record.Topology{Nodes: []record.Node{{Name: "app4"}}}, nil
}

// A change is seen soon after the Engine answers again.
func TestFollowAsksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		g, changes := &grown{rang: make(chan struct{}, 1), silent: 2}, make(chan record.Topology)
		go follow(ctx, g, record.Topology{}, changes)
		g.rang <- struct{}{}
		begun := time.Now()
		if is := <-changes; len(is.Nodes) != 1 || time.Since(begun) > 2*3*time.Second {
			t.Errorf("%d nodes after %s", len(is.Nodes), time.Since(begun))
		}
	})
}

// A bug in a goroutine of a watch ends the watch and its screen, but not the process, so that all faults are still
// healed.
func TestABugEndsTheScreen(t *testing.T) {
	st := &stream{bugged: make(chan struct{}), end: func() {}}
	shown, unshow := st.until(t.Context())
	defer unshow()
	go st.guard(func() { panic("boom") })
	go st.guard(func() { panic("bang") })
	<-shown.Done()
	if err := st.failed(); err == nil || !strings.Contains(err.Error(), "report it with this trace: panic: b") || !strings.Contains(err.Error(), "TestABugEndsTheScreen") {
		t.Errorf("it ended by %v", err)
	}
	if t.Context().Err() != nil {
		t.Error("the context that heals has ended, too")
	}
}

// A dashboard of many HAProxies has a second core and collects garbage sooner, and leaves to the user what the user set.
func TestCores(t *testing.T) {
	wasCores, wasPercent := runtime.GOMAXPROCS(0), debug.SetGCPercent(100)
	defer func() { runtime.GOMAXPROCS(wasCores); debug.SetGCPercent(wasPercent) }()
	t.Setenv("GOMAXPROCS", "")
	t.Setenv("GOGC", "")
	percent := func() int {
		is := debug.SetGCPercent(100)
		debug.SetGCPercent(is)
		return is
	}
	var many record.Topology
	for i := range manyHAProxies {
		many.Nodes = append(many.Nodes, record.Node{Name: fmt.Sprint("lb", i), Kind: record.KindHAProxy})
	}
	few := record.Topology{Nodes: many.Nodes[1:]}
	var most record.Topology
	for i := range mostHAProxies {
		most.Nodes = append(most.Nodes, record.Node{Name: fmt.Sprint("lb", i), Kind: record.KindHAProxy})
	}
	large := record.Topology{Nodes: make([]record.Node, manyNodes)}
	for i, c := range []struct {
		of             *record.Topology
		cores, percent int
	}{{nil, 1, thriftOfOne}, {&many, 2, thrift}, {&most, 2, thriftOfMost}, {&few, 1, 100}, {&large, 1, thriftOfOne}} {
		if cores(c.of); runtime.GOMAXPROCS(0) != c.cores || percent() != c.percent {
			t.Errorf("%d: %d cores and %d %%, want %d and %d", i, runtime.GOMAXPROCS(0), percent(), c.cores, c.percent)
		}
	}
	t.Setenv("GOGC", "70")
	debug.SetGCPercent(70)
	if cores(&many); percent() != 70 {
		t.Errorf("GOGC=70 became %d", percent())
	}
}
