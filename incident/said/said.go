// Package said keeps what each witness said of a node over the last minute. Only changes are kept: what was said before a
// change is known from the next one, and what is said now from the Frame.
package said

import (
	"maps"
	"slices"
	"time"
)

// Kept is how far back it is known what was said.
const Kept = time.Minute

// most bounds the changes kept of one witness: a server that flaps with every poll changes four times a second.
const most = 240

// Word is what a witness says, in one of a few words. The worse of two is the larger.
type Word uint8

// The words, the best first.
const (
	Nothing   Word = iota // no word of it
	Well                  // it serves, runs, is healthy
	Unchecked             // it is taken to be well, and nobody checks
	Silent                // the witness gave no answer
	Rising                // it starts, or some of its checks passed again
	Out                   // it was taken out by hand
	Doubted               // some of its checks failed, or it was told to end
	Frozen                // it is paused
	CutOff                // it has no network
	Ill                   // it is gone, unhealthy, or given up
)

// Witness says something of a node.
type Witness uint8

// The witnesses.
const (
	Docker      Witness = iota // the state of its container
	Health                     // its health check, by Docker
	Check                      // the last check of its balancer
	Balancer                   // its state at its balancer
	Replication                // the database's own report
	Page                       // its own page
	Swarm                      // the state of its task, by a manager of the swarm
	asked                      // not a witness: whether the source of a node answered
)

// key is a witness of a node or of a server at HAProxy, or the source that is asked about a node.
type key struct {
	of, source string
	by         Witness
}

// change is when a witness ceased to say something.
type change struct {
	at  time.Time
	was Word
}

// Memory holds the changes of the last minute. It is a value: a copy may be written to without changing the original.
type Memory struct{ of map[key][]change }

// Copy returns a Memory to write to, without what is too old at an instant.
func (m Memory) Copy(now time.Time) Memory {
	c := Memory{maps.Clone(m.of)}
	for k, all := range c.of {
		if now.Sub(all[len(all)-1].at) > Kept {
			delete(c.of, k)
		}
	}
	if c.of == nil {
		c.of = map[key][]change{}
	}
	return c
}

// Note records that a witness changed its word at an instant, from was on.
func (m Memory) Note(of string, by Witness, was Word, at time.Time) {
	m.note(key{of, "", by}, was, at)
}

// NoteAsked records that a source fell silent at an instant, or that it answered again.
func (m Memory) NoteAsked(source, node string, was Word, at time.Time) {
	m.note(key{node, source, asked}, was, at)
}

func (m Memory) note(k key, was Word, at time.Time) {
	all := m.of[k]
	if n := len(all); n > 0 && at.Before(all[n-1].at) {
		at = all[n-1].at // samples may come late
	}
	from := max(len(all)-most+1, 0)
	for from < len(all) && at.Sub(all[from].at) > Kept {
		from++
	}
	m.of[k] = append(slices.Clone(all[from:]), change{at, was})
}

// Source is what is known of a witness's source besides its changes.
type Source struct {
	Name, Node string
	First      time.Time // its first answer
	Silent     bool      // it does not answer now
}

// Lane returns what a witness said of a node up to an instant, at which it says now.
func (m Memory) Lane(of string, by Witness, now Word, s Source, until time.Time) Lane {
	l := Lane{Now: now, First: s.First, Until: until, words: m.of[key{of, "", by}], answers: m.of[key{s.Node, s.Name, asked}]}
	l.answered = Well
	if s.Silent {
		l.answered = Silent
	}
	return l
}
