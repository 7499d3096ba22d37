package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/bcrypt"
)

// passwordWait is how long a log-in may queue for a processor.
const passwordWait = 5 * time.Second

// dearest is the highest cost of a hash: some seconds.
const dearest = 15

// passwords hashes and compares only a few passwords at a time, so that a burst of log-ins queues here and does not
// delay all reads. Log-ins that are served together are late together: if clients do not wait long, few at a time are
// better.
type passwords struct {
	slots   chan struct{}
	cost    int          // of new hashes
	most    atomic.Int32 // the highest cost of a hash so far: every log-in costs as much
	compare func(hash, password []byte) error
}

// newPasswords has room for atOnce passwords at a time, but for no more than there are processors.
func newPasswords(cost, atOnce int) *passwords {
	p := &passwords{slots: make(chan struct{}, min(atOnce, runtime.GOMAXPROCS(0))), cost: cost, compare: bcrypt.CompareHashAndPassword}
	p.most.Store(int32(cost))
	return p
}

// matches reports whether a password belongs to a hash. It does the same work for every log-in, with or without an
// account, whatever the cost of its hash: how long a log-in takes must not reveal who has an account.
func (p *passwords) matches(ctx context.Context, hash []byte, password string) (bool, error) {
	if err := p.enter(ctx); err != nil {
		return false, err
	}
	defer p.leave()
	most := int(p.most.Load())
	cost, err := bcrypt.Cost(hash)
	if err != nil || cost > dearest { // no account, or a hash that cannot be used
		return false, p.spend(most, password)
	}
	for cost > most && !p.most.CompareAndSwap(int32(most), int32(cost)) {
		most = int(p.most.Load())
	}
	ok := p.compare(hash, []byte(password)) == nil
	// The work doubles with each step of cost: 2^8 and 2^8 + 2^9 make 2^10.
	for ; cost < most; cost++ {
		if err := p.spend(cost, password); err != nil {
			return false, err
		}
	}
	return ok, nil
}

// spend does the work of comparing with a hash of that cost that no password matches.
func (p *passwords) spend(cost int, password string) error {
	nobody := fmt.Appendf(nil, "$2a$%02d$%s", cost, strings.Repeat(".", 53))
	if err := p.compare(nobody, []byte(password)); !errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
		return fmt.Errorf("compare with a hash that no password matches: %w", err)
	}
	return nil
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
