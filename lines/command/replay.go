package command

import "hash/maphash"

// replay recognizes a command that begins again with the lines that it has written already, as "kubectl logs -f" does when it was cut off.
type replay struct {
	heads   []uint64 // the first lines of the run before
	written int      // how many lines that had

	first []uint64 // of this run
	lines int
	held  [][]byte // those that are as in the run before, until it is known that all are
	sure  bool     // it repeats
	new   bool     // it does not
}

// alike is how many lines must be as before.
const alike = 16

var seed = maphash.MakeSeed()

// begin begins a run.
func (r *replay) begin() {
	if r.lines > 0 {
		r.heads, r.written = r.first, r.lines
	}
	r.first, r.lines, r.held, r.sure, r.new = nil, 0, nil, false, r.written == 0
}

// pass calls each for a line, unless it is repeated.
func (r *replay) pass(line []byte, each func(line []byte)) {
	sum := maphash.Bytes(seed, line)
	r.lines++
	if len(r.first) < alike {
		r.first = append(r.first, sum)
	}
	switch {
	case r.new, r.sure && r.lines > r.written:
		each(line)
		return
	case r.sure:
		return
	case r.heads[r.lines-1] == sum:
		r.held = append(r.held, append([]byte(nil), line...))
		if r.lines == len(r.heads) {
			r.sure, r.held = true, nil
		}
		return
	}
	for _, l := range r.held {
		each(l)
	}
	r.new, r.held = true, nil
	each(line)
}
