package main

import (
	"log/slog"
	"sync"
	"time"
)

// retryLog tells of retried reads: of the first at once, of the others once a second, as a number. When a replica
// fails, there are hundreds.
type retryLog struct {
	log    *slog.Logger
	mu     sync.Mutex
	last   time.Time
	untold int
}

func (l *retryLog) retried(server string, lost error) {
	l.mu.Lock()
	if time.Since(l.last) < time.Second {
		l.untold++
		l.mu.Unlock()
		return
	}
	since := l.untold
	l.last, l.untold = time.Now(), 0
	l.mu.Unlock()
	l.log.Warn("read retried", "replica", server, "reason", lost.Error(), "untold_before", since)
}
