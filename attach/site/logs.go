package site

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"hadash/attach/target"
	"hadash/record"
)

// log is a log, and the node that it is of.
type log struct {
	target.Target
	node  string
	lines source
}

// source is where its lines come from.
type source interface {
	Follow(ctx context.Context, since time.Time, each func(at time.Time, stderr bool, text []byte)) error
}

// place finds the node of every log.
func (s *Site) place() error {
	for _, l := range s.logs {
		if l.Kind == "" {
			l.Kind = kindOfName(cmp.Or(l.Unit, l.Command))
		}
		p, err := s.owner(&l.Target, func(*part) bool { return false })
		if err != nil {
			return err
		}
		l.node = p.node
		if l.lines, err = sourceOf(&l.Target, s.options); err != nil {
			return fmt.Errorf("target %s: %w", l.String(), err)
		}
	}
	return nil
}

func kindOfName(text string) record.Kind {
	for _, k := range []record.Kind{record.KindHAProxy, record.KindNginx} {
		if strings.Contains(text, string(k)) {
			return k
		}
	}
	return ""
}

// owner finds the part that a log or a configuration is of: by its name, else the one that is sure to be, else the only one of its
// kind. One that nobody named is made.
func (s *Site) owner(t *target.Target, sure func(*part) bool) (*part, error) {
	if t.Name != "" {
		if p := s.part(t.Name); p != nil {
			return p, nil
		}
	}
	var may, names = []*part{}, []string{}
	for _, p := range s.parts {
		if !p.Kind.Balances() || t.Kind != "" && p.Kind != t.Kind {
			continue
		}
		if sure(p) {
			return p, nil
		}
		may, names = append(may, p), append(names, p.node)
	}
	switch {
	case t.Name == "" && len(may) == 1:
		return may[0], nil
	case t.Name == "" && len(may) > 1:
		return nil, fmt.Errorf("target %s: whose is it? Add a name: %s@%s; there are %s", t.String(), t.String(), names[0], strings.Join(names, ", "))
	case t.Kind == "":
		return nil, fmt.Errorf("target %s: it is not known whose it is: begin it with haproxy+ or nginx+, or name one whose log it is", t.String())
	}
	p := &part{node: cmp.Or(t.Name, string(t.Kind)), Target: target.Target{Name: t.Name, Kind: t.Kind}}
	s.parts = append(s.parts, p)
	return p, nil
}

// HasLog reports whether a node has a log.
func (s *Site) HasLog(node string) bool {
	for _, l := range s.logs {
		if l.node == node {
			return true
		}
	}
	return false
}

// Logs calls each for every line of a node's logs. It returns when one of them ends with an error, or ctx does.
func (s *Site) Logs(ctx context.Context, node string, since time.Time, each func(at time.Time, stderr bool, text []byte)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var one sync.Mutex
	var wg sync.WaitGroup
	for _, l := range s.logs {
		if l.node != node {
			continue
		}
		wg.Go(func() {
			err := l.lines.Follow(ctx, since, func(at time.Time, stderr bool, text []byte) {
				one.Lock()
				defer one.Unlock()
				each(at, stderr, text)
			})
			if err != nil && ctx.Err() == nil {
				cancel(err) // it names its log
			}
		})
	}
	wg.Wait()
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return ctx.Err()
}
