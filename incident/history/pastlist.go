package history

import (
	"iter"
	"slices"
)

const (
	pastChunk = 64 // seconds that are put away together, and let go of together
	pastFine  = 5  // chunks kept second by second: what is older is kept in steps
	pastStep  = 8  // seconds of a step
	pastKept  = 30 * 60
)

// pastlist is a list of what was, second by second, which only grows at its end and forgets at its beginning. It is a
// value: whoever holds one may add to it, and nobody else's changes, as two Frames that come from the same one need.
// So nothing in it is ever written to again: the newest seconds are a chain, the others are put away by the chunk.
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

// add gives the list with one more. Coarser makes steps of a chunk's seconds, and forget says from when on steps are
// no longer wanted.
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
		old := make([]T, 0, len(p.old)+len(steps)) // its own, so that no sibling's end is written to
		p.old = append(append(old, p.old...), steps...)
		fine = fine[1:]
	}
	p.fine = fine
	return p
}

// chain is the tail, oldest first.
func (p *pastlist[T]) chain() []T {
	all := make([]T, p.n)
	for i, l := p.n-1, p.tail; l != nil; i, l = i-1, l.before {
		all[i] = l.is
	}
	return all
}

// edge is the end of a list: nothing that leads there is ever written to again.
type edge[T any] struct {
	tail  *link[T]
	chunk *T
}

// newest is the end of the list; the zero edge while it is empty.
func (p *pastlist[T]) newest() edge[T] {
	end := edge[T]{tail: p.tail}
	if n := len(p.fine); n > 0 && p.tail == nil {
		end.chunk = &p.fine[n-1][0]
	}
	return end
}

// all goes through the list, oldest first.
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
