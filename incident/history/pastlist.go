package history

import (
	"iter"
	"slices"
)

const (
	pastChunk = 64 // seconds that are stored and dropped together
	pastFine  = 5  // chunks kept second by second; older ones become steps
	pastStep  = 8  // seconds of a step
	pastKept  = 30 * 60
)

// pastlist is a list of seconds that grows at its end and drops from its beginning. It is a value: adding to one leaves
// all others unchanged, which two Frames with the same predecessor need. So nothing in it is ever overwritten: the
// newest seconds are a chain, the others are stored in chunks.
type pastlist[T any] struct {
	old  []T   // steps, oldest first
	fine [][]T // chunks of seconds, oldest first
	tail *link[T]
	n    int // links of the tail
}

type link[T any] struct {
	is     T
	before *link[T]
}

// add returns the list with one more element. coarser turns a chunk's seconds into steps, and forget is the time before
// which steps are dropped.
func (p pastlist[T]) add(v T, coarser func([]T) []T, forget func(T) bool) pastlist[T] {
	p.tail, p.n = &link[T]{v, p.tail}, p.n+1
	if p.n < pastChunk {
		return p
	}
	fine := append(slices.Clone(p.fine), p.chain())
	p.tail, p.n = nil, 0
	if len(fine) > pastFine {
		steps := coarser(fine[0])
		for len(p.old) > 0 && forget(p.old[0]) {
			p.old = p.old[1:]
		}
		old := make([]T, 0, len(p.old)+len(steps)) // a copy, so that no other list's end is written to
		p.old = append(append(old, p.old...), steps...)
		fine = fine[1:]
	}
	p.fine = fine
	return p
}

// chain returns the tail, oldest first.
func (p *pastlist[T]) chain() []T {
	all := make([]T, p.n)
	for i, l := p.n-1, p.tail; l != nil; i, l = i-1, l.before {
		all[i] = l.is
	}
	return all
}

// edge is the end of a list. Nothing that leads to it is ever overwritten.
type edge[T any] struct {
	tail  *link[T]
	chunk *T
}

// newest returns the end of the list; the zero edge if it is empty.
func (p *pastlist[T]) newest() edge[T] {
	end := edge[T]{tail: p.tail}
	if n := len(p.fine); n > 0 && p.tail == nil {
		end.chunk = &p.fine[n-1][0]
	}
	return end
}

// all iterates over the list, oldest first.
func (p *pastlist[T]) all() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		parts := make([][]T, 0, pastFine+2)
		parts = append(append(append(parts, p.old), p.fine...), p.chain())
		for _, part := range parts {
			for i := range part {
				if !yield(&part[i]) {
					return
				}
			}
		}
	}
}
