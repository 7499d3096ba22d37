package logs

// Limits of the kept logs: a number of lines, and a number of bytes.
const (
	MostLines = 50_000
	MostBytes = 16 << 20
)

// ring keeps the newest log lines. A line's number changes only when an earlier one comes late, so the lines
// on the screen can be held while new lines come in and old ones go.
type ring struct {
	lines []Line
	first int64 // number of the oldest line kept
	next  int64 // number of the line that comes next
	bytes int
}

func (r *ring) at(n int64) *Line { return &r.lines[n%MostLines] }

func (r *ring) add(l Line) {
	if at := int(r.next % MostLines); at < len(r.lines) {
		r.lines[at] = l
	} else {
		r.lines = append(r.lines, l)
	}
	r.next++
	r.bytes += l.size()
}

// full reports whether the oldest line must go before one more comes.
func (r *ring) full() bool {
	return r.next-r.first == MostLines || r.bytes > MostBytes && r.next > r.first
}

// drop forgets the oldest line.
func (r *ring) drop() {
	l := r.at(r.first)
	r.bytes -= l.size()
	*l = Line{}
	r.first++
}

// takeBack takes the lines from number n on out again.
func (r *ring) takeBack(to []Line, n int64) []Line {
	for i := n; i < r.next; i++ {
		l := r.at(i)
		r.bytes -= l.size()
		to = append(to, *l)
		*l = Line{}
	}
	r.next = n
	return to
}

// Any reports whether a line has ever come.
func (p *Panel) Any() bool { return p.ring.next > 0 }
