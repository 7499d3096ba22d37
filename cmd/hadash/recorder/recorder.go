// Package recorder writes Samples into a recording, from the first one or from the press of a key.
package recorder

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"hadash/record"
)

// recorderQueue is the number of Samples that may wait for the disk, and recorderRows that of HAProxy's rows in them; further ones are
// left out.
const (
	recorderQueue = 4096
	recorderRows  = 40_000
)

// Recorder writes the folded Samples into a recording, in a goroutine of its own: a slow disk does not slow the screen.
// Samples that come too fast are left out and counted.
type Recorder struct {
	path   string
	queue  chan record.Sample
	ended  chan struct{}
	mu     sync.Mutex // of closed, and of sending
	closed bool
	lost   atomic.Int64
	rows   atomic.Int64 // of HAProxy, that wait
	size   atomic.Int64
	dead   atomic.Bool // err has ended it
	err    error       // of the writer; read it after ended
	broke  func(error)
}

// New begins a recording in a file that must not exist yet. broke, which may be nil, is called if it ends before it is
// closed, for example on a full disk.
func New(path string, h record.Header, broke func(error)) (*Recorder, error) {
	w, err := record.Create(path, h)
	if err != nil {
		return nil, err
	}
	r := &Recorder{path: path, queue: make(chan record.Sample, recorderQueue), ended: make(chan struct{}), broke: broke}
	go r.write(w)
	return r, nil
}

// Tap gets a settled Sample. It never waits. After Close it ignores Samples.
func (r *Recorder) Tap(s record.Sample) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	rows := rowsOf(s)
	if waiting := r.rows.Load(); waiting > 0 && waiting+rows > recorderRows {
		r.lost.Add(1)
		return
	}
	select {
	case r.queue <- s:
		r.rows.Add(rows)
	default:
		r.lost.Add(1)
	}
}

func (r *Recorder) write(w *record.Writer) {
	defer close(r.ended)
	for s := range r.queue {
		if r.err == nil {
			r.add(w, s)
		}
		r.rows.Add(-rowsOf(s))
	}
	if err := w.Close(); r.err == nil {
		r.err = err
	}
	r.size.Store(w.Size())
}

func (r *Recorder) add(w *record.Writer, s record.Sample) {
	err := written(w, s)
	r.size.Store(w.Size())
	switch {
	case errors.Is(err, record.ErrTooLarge):
		r.lost.Add(1)
	case err != nil:
		r.err = err
		r.dead.Store(true)
		if r.broke != nil {
			r.broke(err)
		}
	}
}

// rowsOf is how many servers of HAProxy a Sample has.
func rowsOf(s record.Sample) int64 {
	if s.HAProxy == nil {
		return 0
	}
	return int64(len(s.HAProxy.Servers))
}

// written writes a Sample and returns its error: a panic ends the recording, but not the watch.
func written(w *record.Writer, s record.Sample) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("this is a bug in hadash, report it with this trace: panic: %v\n\n%s", p, debug.Stack())
		}
	}()
	return w.Write(s)
}

// Close ends the recording when all Samples are in the file. Its error reports what is missing.
func (r *Recorder) Close() error {
	r.mu.Lock()
	if !r.closed {
		r.closed = true
		close(r.queue)
	}
	r.mu.Unlock()
	<-r.ended
	if n := r.lost.Load(); n > 0 && r.err == nil {
		return fmt.Errorf("the recording %s lacks %d samples: the disk was too slow, or they were too large", r.path, n)
	}
	return r.err
}

// Summary describes a closed recording: its path, and the commands that read it.
func (r *Recorder) Summary() string {
	return fmt.Sprintf("recorded to %s (%d kB); 'hadash replay %s' plays it, 'hadash report %s' writes its report",
		r.path, r.size.Load()/1000, r.path, r.path)
}
