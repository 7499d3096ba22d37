package main

import (
	"sync"
	"time"
)

// servers remembers which database servers have frozen: stopped answering while their connections stay open, as a paused
// container does. A pool holds several connections to each server, and every one of them would cost some request a whole
// timeout.
//
// It takes two steps. A server that left a query without an answer, and answered nobody meanwhile, is silent: its
// connections are passed over while there are others, which costs nothing. Only one that stays silent is frozen: its
// connections are thrown away. Both hold only if another server has answered since: when all are silent it is the machine
// that has no time, and to make every connection anew would leave it less.
type servers struct {
	mu    sync.Mutex
	known map[string]*serverState
}

type serverState struct {
	lastAnswer  time.Time
	silentSince time.Time // zero: it is not
	stays       bool      // silent
}

func newServers() *servers { return &servers{known: map[string]*serverState{}} }

// answered also ends a freeze: new connections are made even to a frozen server, and sooner or later one gets an answer.
func (s *servers) answered(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.state(name) = serverState{lastAnswer: time.Now()}
}

// hung is told of a query without an answer for that long. The second time counts if it is half of that later or more:
// when this process itself was held up, all its timers end together, and a dozen queries are only one sign.
func (s *servers) hung(name string, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state, now := s.state(name), time.Now()
	switch {
	case now.Sub(state.lastAnswer) < wait: // others got theirs: it is slow
	case state.silentSince.IsZero():
		state.silentSince = now.Add(-wait)
	case now.Sub(state.silentSince) >= wait+wait/2:
		state.stays = true
	}
}

func (s *servers) silent(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := s.state(name)
	return !state.silentSince.IsZero() && s.answeredSince(state.silentSince)
}

func (s *servers) frozen(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	state := s.state(name)
	return state.stays && s.answeredSince(state.silentSince)
}

func (s *servers) answeredSince(t time.Time) bool {
	for _, state := range s.known {
		if state.lastAnswer.After(t) {
			return true
		}
	}
	return false
}

func (s *servers) state(name string) *serverState {
	if s.known[name] == nil {
		s.known[name] = &serverState{}
	}
	return s.known[name]
}
