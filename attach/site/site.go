// Package site is what a user's targets are together: HAProxies, nginxes, databases and probes, the servers behind them, and their
// logs. It needs no Docker. It asks what shows something, and changes servers at HAProxy only when a fault is asked for.
package site

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"hadash/attach/target"
	"hadash/journal"
	"hadash/record"
)

// Options say how targets are reached.
type Options struct {
	Name     string         // of the site; "" = that of its targets
	Insecure bool           // certificates are not checked
	Zone     *time.Location // of times in logs that do not name theirs; nil = found out
	Rotated  bool           // the logs that rotation left behind are read, too
	ReadOnly bool           // nothing is changed; what was left is healed all the same
}

// Site is one.
type Site struct {
	name    string
	options Options
	parts   []*part // balancers, databases and probes, in the order in which they were named
	logs    []*log
	journal *journal.Journal
	changed chan struct{}
	hints   []string

	mu       sync.Mutex
	topology record.Topology // the last one
}

// part is a target that becomes a node of its own.
type part struct {
	node string // its name
	target.Target
	haproxy *haproxy // of a HAProxy
	conf    *conf    // its configuration; nil = not known
}

// Open asks every target what it is, and what it has. A target that does not answer is no error while another one does: that it does
// not is what is to be seen.
func Open(ctx context.Context, targets []target.Target, options Options) (*Site, error) {
	s := &Site{name: options.Name, options: options, changed: make(chan struct{}, 1), journal: journal.New(journalName, "")}
	if len(targets) == 0 {
		return nil, errors.New("no targets; examples: " + target.Examples)
	}
	known, err := askAll(ctx, targets, options)
	if err != nil {
		return nil, err
	}
	var confs []target.Target
	for _, t := range known {
		switch {
		case t.Via == target.Conf:
			confs = append(confs, t)
		case t.Log():
			s.logs = append(s.logs, &log{Target: t})
		default:
			s.parts = append(s.parts, &part{Target: t})
		}
	}
	s.nameParts()
	for _, p := range s.parts {
		if p.Kind == record.KindHAProxy {
			p.haproxy = newHAProxy(p, options)
		}
	}
	if err := s.configure(ctx, confs); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err := s.place(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if s.name == "" {
		s.name = s.title()
	}
	if err := s.answers(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// answers returns an error if no HAProxy answers and there is nothing else to watch.
func (s *Site) answers(ctx context.Context) error {
	var errs []error
	for _, p := range s.parts {
		if p.haproxy == nil {
			return nil
		}
		err := p.haproxy.read(ctx)
		if err == nil {
			return nil
		}
		errs = append(errs, fmt.Errorf("%s: %w", p.String(), permission(p.Target, err)))
	}
	if len(s.logs) > 0 || len(errs) == 0 {
		return nil
	}
	return errors.Join(errs...)
}

// nameParts gives every part a name of its own: the one that the user gave it, else its kind, with a number if it has several.
func (s *Site) nameParts() {
	count := map[record.Kind]int{}
	for _, p := range s.parts {
		count[p.Kind]++
	}
	taken := map[string]bool{}
	for _, p := range s.parts {
		taken[p.Name] = true
	}
	for _, p := range s.parts {
		if p.node = p.Name; p.node != "" {
			continue
		}
		base := string(p.Kind)
		if p.Kind == record.KindMySQL && p.URL != nil {
			base = p.URL.Hostname()
		}
		p.node = base
		for n := 1; taken[p.node] || n == 1 && count[p.Kind] > 1 && base == string(p.Kind); n++ {
			p.node = fmt.Sprintf("%s%d", base, n)
			if !taken[p.node] {
				break
			}
		}
		taken[p.node] = true
	}
}

// title names the site by its first targets.
func (s *Site) title() string {
	var all []string
	for _, p := range s.parts {
		all = append(all, p.node)
	}
	for _, l := range s.logs {
		if len(s.parts) == 0 {
			all = append(all, l.String())
		}
	}
	const few = 3
	if len(all) > few {
		all = append(all[:few], "...")
	}
	title := all[0]
	for _, name := range all[1:] {
		title += " " + name
	}
	return title
}

// part finds one by its node.
func (s *Site) part(node string) *part {
	if i := slices.IndexFunc(s.parts, func(p *part) bool { return p.node == node }); i >= 0 {
		return s.parts[i]
	}
	return nil
}

// Name is what the user calls it, else its first targets.
func (s *Site) Name() string { return s.name }

// Changed is rung when its servers may have changed.
func (s *Site) Changed() <-chan struct{} { return s.changed }

// Hints says what is missing, with the line that brings it.
func (s *Site) Hints() []string { return s.hints }

// Nothing says why there is nothing to watch.
func (s *Site) Nothing(context.Context) error {
	return errors.New("none of the targets is anything that hadash watches; examples: " + target.Examples)
}

// Close ends the commands that targets have started, and leaves open faults to the next hadash.
func (s *Site) Close() error {
	var errs []error
	for _, p := range s.parts {
		if p.haproxy != nil {
			errs = append(errs, p.haproxy.close())
		}
	}
	return errors.Join(append(errs, s.journal.Close())...)
}
