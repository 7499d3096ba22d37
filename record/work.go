package record

import (
	"errors"
)

// Processing a recording takes time for each Sample, and for all state that it adds to. Five bytes of a file can be a
// thousand Samples, so the size of a file is no limit; the work is. It is counted in steps of some microseconds.
const (
	maxWork  = 8_000_000 // steps: more than a day of the demo stack has
	workFile = 100 << 20 // bytes of a file: a larger one may take more, in proportion

	stepBytes = 800 // of a Sample that make a step
	stepElems = 16  // elements that make a step; a line of a log is one

	usual      = 128 // elements
	eventSteps = 20  // of an event of Docker's, or an action of the user
)

var errEnough = errors.New("the limit on the size of a recording is reached")

// work counts the work of reading a recording.
type work struct {
	samples int
	steps   int64
	most    int64
	nodes   int            // of the topology in force: each Sample may change any of them
	rows    map[string]int // of each balancer: a reading of one is joined with those of the others
	joined  int            // all of them
}

func newWork(size int64) work {
	return work{rows: map[string]int{}, most: maxWork * (max(size, workFile) / workFile)}
}

// add counts a Sample by its bytes and newly made elements; false if that exceeds the limit.
func (w *work) add(s *Sample, bytes, made, streams int) bool {
	if s.Topology != nil {
		w.nodes = len(s.Topology.Nodes)
	}
	if h := s.HAProxy; h != nil {
		n := len(h.Proxies) + len(h.Servers) + len(h.Listeners)
		w.joined += n - w.rows[s.Node]
		w.rows[s.Node] = n
		made += 8 * (w.joined - n) // and copied
	}
	if made > 0 { // each container that changed may be a fault, or the end of one
		made += stepElems / 2 * len(s.Containers)
	}
	if s.Docker != nil || s.Act != nil {
		made += stepElems * eventSteps
	}
	w.samples++
	w.steps += int64(1 + bytes/stepBytes + (made+s.elements()+beyond(2*w.nodes)+beyond(streams))/stepElems)
	return w.steps <= w.most
}

// beyond returns by how much a number exceeds that of a usual stack: that much is part of a Sample's own step.
func beyond(n int) int { return max(n-usual, 0) }

// elements returns the elements that the fold visits, shared with the previous Sample or not.
func (s *Sample) elements() int {
	n := len(s.Containers)
	if t := s.Topology; t != nil {
		n += len(t.Nodes)
	}
	if h := s.HAProxy; h != nil {
		n += len(h.Proxies) + len(h.Servers) + len(h.Listeners)
	}
	if l := s.Logs; l != nil {
		n += stepElems*len(l.Lines) + len(l.Sessions) + len(l.Upstreams) + len(l.Windows) + len(l.Repeated)
	}
	if c := s.Settings; c != nil {
		n += len(c.Checks) + len(c.Upstreams) + len(c.Files)
	}
	return n
}
