package main

import (
	"sync"
	"time"
)

// servers remembers which database servers have frozen: stopped answering while their connections stay open, as a paused
// container does. A pool holds several connections to each server, and every one of them would cost some request a whole
// deadline.
type servers struct {
	mu    sync.Mutex
	known map[string]*serverState
}

type serverState struct {
	lastAnswer time.Time
	frozen     bool
}

func newServers() *servers { return &servers{known: map[string]*serverState{}} }

// answered also ends a freeze: new connections are made even to a frozen server, and sooner or later one gets an answer.
func (s *servers) answered(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*s.state(name) = serverState{lastAnswer: time.Now()}
}

// hung is told of a query without an answer for that long. If others got theirs meanwhile, the server is only slow.
func (s *servers) hung(name string, wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state := s.state(name); time.Since(state.lastAnswer) >= wait/2 {
		state.frozen = true
	}
}

func (s *servers) frozen(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state(name).frozen
}

func (s *servers) state(name string) *serverState {
	if s.known[name] == nil {
		s.known[name] = &serverState{}
	}
	return s.known[name]
}
