package main

import (
	"testing"
	"testing/synctest"
	"time"
)

const wait = 100 * time.Millisecond

func (s *servers) want(t *testing.T, name string, silent, frozen bool) {
	t.Helper()
	if s.silent(name) != silent || s.frozen(name) != frozen {
		t.Errorf("silent %v, frozen %v; want %v, %v", s.silent(name), s.frozen(name), silent, frozen)
	}
}

func TestFreezingTakesTwoSteps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServers()
		s.answered("one")
		time.Sleep(wait)
		s.answered("two")
		s.hung("one", wait)
		s.want(t, "one", true, false)
		s.hung("one", wait) // another query, sent at the same time
		s.want(t, "one", true, false)
		time.Sleep(wait)
		s.hung("one", wait)
		s.want(t, "one", true, true)
		s.answered("one")
		s.want(t, "one", false, false)
	})
}

func TestSlowServerIsNotTakenForSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServers()
		s.answered("one")
		time.Sleep(wait - 1)
		s.answered("two")
		s.hung("one", wait)
		s.want(t, "one", false, false)
	})
}

func TestWhenAllAreSilentNobodyIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServers()
		for range 3 {
			time.Sleep(wait)
			s.hung("one", wait)
			s.hung("two", wait)
		}
		s.want(t, "one", false, false)
		s.answered("two")
		s.want(t, "one", true, true)
	})
}
