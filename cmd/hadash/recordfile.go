package main

import (
	"io"
	"os"
	"time"

	"hadash/cmd/hadash/recorder"
	"hadash/record"
)

// header is what every recording of a project says of itself.
func header(project string) record.Header {
	return record.Header{Hadash: version(), Project: project, Started: time.Now().UTC().Round(0)}
}

// recording is --record: what is watched is written to a file from the first Sample on. end closes the file and
// says where it is.
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

// endRecording ends a recording and says where it is.
func endRecording(talk io.Writer, r *recorder.Recorder) {
	if err := r.Close(); err != nil {
		tell(talk, err)
	}
	tell(talk, r.Summary())
}
