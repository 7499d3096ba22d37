package main

import (
	"sync"
	"time"
)

// servers remembers which database servers have frozen: stopped answering while their connections stay open, as a paused
// container does. A pool holds several connections to each server, and every one of them would cost some request a whole
// timeout.
//
// There are two steps. A server that left a query without an answer, and answered no other meanwhile, is silent: its
// connections are skipped while there are others, which costs nothing. Only a server that stays silent is frozen: its
// connections are discarded. Both apply only if another server has answered since: if all are silent, the machine
// itself lacks CPU time, and to replace every connection would leave it less.
type servers struct {
	mu    sync.Mutex
	known map[string]*serverState
}

type serverState struct {
	lastAnswer  time.Time
	silentSince time.Time // zero: it is not silent
	stays       bool      // silent
}

func newServers() *servers { return &servers{known: map[string]*serverState{}} }

// answered records an answer. It also ends a freeze: new connections are made even to a frozen server, and sooner or
// later one gets an answer.
func (s *servers) answered(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.state(name) = serverState{lastAnswer: time.Now()}
}

// hung records a query that was without an answer for wait. A second one counts only if it comes at least half of wait
// later: if this process itself was held up, all its timers end together, and a dozen queries are only one sign.
func (s *servers) hung(name string, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	state, now := s.state(name), time.Now()
	switch {
	case now.Sub(state.lastAnswer) < wait: // other queries got an answer: it is slow
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
