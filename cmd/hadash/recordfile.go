package main

import (
	"io"
	"os"
	"time"

	"hadash/cmd/hadash/recorder"
	"hadash/record"
)

// header returns the header of a recording of a project.
func header(project string) record.Header {
	return record.Header{Hadash: version(), Project: project, Started: time.Now().UTC().Round(0)}
}

// recording implements --record: it writes every Sample to a file, from the first one. end closes the file and prints
// its path.
func (o *options) recording(project string) (end func(), err error) {
	if o.record == "" {
		return func() {}, nil
	}
	r, err := recorder.New(o.record, header(project), nil)
	if err != nil {
		return nil, err
	}
	o.tap = r.Tap
	return func() { endRecording(os.Stderr, r) }, nil
}

// endRecording ends a recording and prints its path.
func endRecording(talk io.Writer, r *recorder.Recorder) {
	if err := r.Close(); err != nil {
		tell(talk, err)
	}
	tell(talk, r.Summary())
}
