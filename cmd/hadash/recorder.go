package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"hadash/record"
)

// recorderQueue is how many Samples may wait for the disk before some are left out.
const recorderQueue = 4096

// recorder writes what is folded into a recording, beside the fold: a slow disk never slows the screen. What
// it cannot keep up with is left out and counted.
type recorder struct {
	path   string
	queue  chan record.Sample
	ended  chan struct{}
	mu     sync.Mutex // of closed, and of sending
	closed bool
	lost   atomic.Int64
	size   atomic.Int64
	dead   atomic.Bool // err has ended it
	err    error       // of the writer; read it after ended
	broke  func(error)
}

// newRecorder begins a recording in a file that must not be there yet. broke is called when it ends before it is
// closed, as on a full disk; nil = nobody need know before.
func newRecorder(path string, h record.Header, broke func(error)) (*recorder, error) {
	w, err := record.Create(path, h)
	if err != nil {
		return nil, err
	}
	r := &recorder{path: path, queue: make(chan record.Sample, recorderQueue), ended: make(chan struct{}), broke: broke}
	go r.write(w)
	return r, nil
}

// tap takes a settled Sample. It never waits. After close it takes nothing more.
func (r *recorder) tap(s record.Sample) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	select {
	case r.queue <- s:
	default:
		r.lost.Add(1)
	}
}

func (r *recorder) write(w *record.Writer) {
	defer close(r.ended)
	for s := range r.queue {
		if r.err == nil {
			r.add(w, s)
		}
	}
	if err := w.Close(); r.err == nil {
		r.err = err
	}
	r.size.Store(w.Size())
}

func (r *recorder) add(w *record.Writer, s record.Sample) {
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

// written is what came of writing a Sample: a panic ends the recording, and not what is watched.
func written(w *record.Writer, s record.Sample) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a bug, please report it: panic: %v\n\n%s", p, debug.Stack())
		}
	}()
	return w.Write(s)
}

// close ends the recording when all that was tapped is in the file. Its error says what is missing.
func (r *recorder) close() error {
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

// header is what every recording of a project says of itself.
func header(project string) record.Header {
	return record.Header{Hadash: version(), Project: project, Started: time.Now().UTC().Round(0)}
}

// recording is --record: what is watched is written to a file from the first Sample on. The func that it gives
// ends the recording and tells of it.
func (o *options) recording(project string) (end func(), err error) {
	if o.record == "" {
		return func() {}, nil
	}
	r, err := newRecorder(o.record, header(project), nil)
	if err != nil {
		return nil, err
	}
	o.tap = r.tap
	return func() { r.tell(os.Stderr) }, nil
}

// tell ends the recording and says where it is, and what it is good for.
func (r *recorder) tell(talk io.Writer) {
	if err := r.close(); err != nil {
		tell(talk, err)
	}
	tell(talk, fmt.Sprintf("recorded into %s (%d kB); 'hadash replay %s' shows it, 'hadash report %s' writes its report",
		r.path, r.size.Load()/1000, r.path, r.path))
}
