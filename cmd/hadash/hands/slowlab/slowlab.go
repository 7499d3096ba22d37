// Package slowlab has a project for tests of code that breaks and heals one.
package slowlab

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"hadash/record"
)

// Lab is a project whose operations take time. As in the journal, a fault is open before it is injected.
type Lab struct {
	Takes map[string]time.Duration // "heal kill app1"
	Fails map[string]error
	Write time.Duration // until a fault is in the journal
	First string        // the preparation that a fault needs
	Log   []string      // "3.0 kill app1", in seconds since New

	mu    sync.Mutex
	begun time.Time
	open  []record.Fault
}

func New() *Lab {
	return &Lab{begun: time.Now(), Takes: map[string]time.Duration{}, Fails: map[string]error{}}
}

func (l *Lab) did(what string) error {
	time.Sleep(l.Takes[what])
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Log = append(l.Log, fmt.Sprintf("%.1f %s", time.Since(l.begun).Seconds(), what))
	return l.Fails[what]
}

func (l *Lab) Inject(_ context.Context, f record.Fault) error {
	time.Sleep(l.Write)
	l.mu.Lock()
	l.open = append(l.open, f)
	l.mu.Unlock()
	return l.did(f.String())
}

func (l *Lab) Heal(_ context.Context, f record.Fault) error {
	if err := l.did("heal " + f.String()); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = slices.DeleteFunc(l.open, func(o record.Fault) bool { return o == f })
	return nil
}

func (l *Lab) Undo(ctx context.Context, f record.Fault) error { return l.Heal(ctx, f) }

func (l *Lab) Open() []record.Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.open)
}

func (l *Lab) HasLoad(context.Context) error        { return l.Fails["has load"] }
func (l *Lab) StartLoad(context.Context, int) error { return l.did("load") }
func (l *Lab) StopLoad(context.Context) error       { return l.did("load off") }
func (l *Lab) LoadPreparing() string                { return "" }

func (l *Lab) Needs(context.Context, record.Fault) (string, error) { return l.First, nil }
