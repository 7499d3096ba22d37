package main

import (
	"log/slog"
	"sync"
	"time"
)

// retryLog logs how many reads were repeated because they lost their server: failures that no client felt. When a
// replica fails there are hundreds, so for each server one line is written at once, and one a second while more come.
type retryLog struct {
	log     *slog.Logger
	mu      sync.Mutex
	pending map[string]*repeats // by server, "" = none was reached
}

type repeats struct {
	reads  int
	reason string // of the last
}

// tellEvery is the time between two lines about one server.
const tellEvery = time.Second

func (l *retryLog) retried(server string, lost error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p := l.pending[server]; p != nil {
		p.reads++
		p.reason = lost.Error()
		return
	}
	if l.pending == nil {
		l.pending = map[string]*repeats{}
	}
	l.pending[server] = &repeats{}
	l.tell(server, 1, lost.Error())
	time.AfterFunc(tellEvery, func() { l.more(server) })
}

// more logs the reads repeated since the last line. If there were none, the next one is logged at once again.
func (l *retryLog) more(server string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.pending[server]
	if p.reads == 0 {
		delete(l.pending, server)
		return
	}
	l.tell(server, p.reads, p.reason)
	*p = repeats{}
	time.AfterFunc(tellEvery, func() { l.more(server) })
}

func (l *retryLog) tell(server string, reads int, reason string) {
	l.log.Warn("reads repeated", "replica", server, "reads", reads, "reason", reason)
}
