package main

import (
	"context"
	"errors"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// passwordWait is how long a log-in may queue for a processor.
const passwordWait = 5 * time.Second

// passwords hashes and compares, on no more processors at a time than there are, so that a burst of log-ins queues here
// and not in front of everybody's reads.
type passwords struct {
	slots chan struct{}
	cost  int          // of new hashes
	usual atomic.Int32 // the cost of the last hash that was compared
}

func newPasswords(cost int) *passwords {
	p := &passwords{slots: make(chan struct{}, runtime.GOMAXPROCS(0)), cost: cost}
	p.usual.Store(int32(cost))
	return p
}

// matches compares, and takes its time when there is no hash too: how long a log-in takes must not tell who has an
// account.
func (p *passwords) matches(ctx context.Context, hash []byte, password string) (bool, error) {
	if err := p.enter(ctx); err != nil {
		return false, err
	}
	defer p.leave()
	if len(hash) == 0 {
		_, err := bcrypt.GenerateFromPassword([]byte("nobody"), int(p.usual.Load()))
		return false, err
	}
	if cost, err := bcrypt.Cost(hash); err == nil {
		p.usual.Store(int32(cost))
	}
	return bcrypt.CompareHashAndPassword(hash, []byte(password)) == nil, nil
}

func (p *passwords) hash(ctx context.Context, password string) ([]byte, error) {
	if err := p.enter(ctx); err != nil {
		return nil, err
	}
	defer p.leave()
	return bcrypt.GenerateFromPassword([]byte(password), p.cost)
}

func (p *passwords) enter(ctx context.Context) error {
	wait := time.NewTimer(passwordWait)
	defer wait.Stop()
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-wait.C:
		return errors.New("too many log-ins at once")
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *passwords) leave() { <-p.slots }
