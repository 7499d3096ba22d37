// Package stdin reads lines from the standard input, once.
package stdin

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"hadash/lines/cut"
	"hadash/lines/dated"
)

// Options of an Input. The zero value is ready.
type Options struct {
	// Zone is that of times that do not name theirs; nil = that of this machine.
	Zone *time.Location
}

// Input is the standard input, or another file that is read once.
type Input struct {
	file  *os.File
	clock *dated.Clock
	begun bool
}

// New returns the source of what is written to a file such as os.Stdin.
func New(file *os.File, o Options) *Input {
	return &Input{file: file, clock: dated.New(o.Zone)}
}

var (
	errTerminal = errors.New("read the standard input: it is a terminal; pipe a log into it: zcat haproxy.log.2.gz | hadash attach -")
	errBegun    = errors.New("read the standard input: it can be read only once")
)

// Follow calls each for every line that was written since an instant, until ctx ends: at the end of the input it waits for that. A line without a
// time is as old as the one before it. It can be called once; then it returns an error.
func (i *Input) Follow(ctx context.Context, since time.Time, each func(at time.Time, stderr bool, text []byte)) error {
	if info, err := i.file.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 && info.Mode()&os.ModeDevice != 0 {
		if !isNull(info) {
			return errTerminal
		}
	}
	if i.begun {
		return errBegun
	}
	i.begun = true
	lines := make(chan []byte)
	failed := make(chan error, 1)
	go i.copy(ctx, lines, failed)
	for {
		select {
		case line := <-lines:
			if at, how := i.clock.At(line, time.Now()); how == dated.ByReading || !at.Before(since) {
				each(at, false, line)
			}
		case err := <-failed:
			if err != nil {
				return err
			}
			<-ctx.Done()
			return ctx.Err()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// isNull reports whether a device is /dev/null, which is empty.
func isNull(info os.FileInfo) bool {
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(null, info)
}

// copy sends the lines of the file. It may stay in its last read after ctx ended: nothing else ends that.
func (i *Input) copy(ctx context.Context, lines chan<- []byte, failed chan<- error) {
	var cutter cut.Cutter
	send := func(line []byte) {
		select {
		case lines <- append([]byte(nil), line...):
		case <-ctx.Done():
		}
	}
	buffer := make([]byte, 64<<10)
	for ctx.Err() == nil {
		n, err := i.file.Read(buffer)
		cutter.Cut(buffer[:n], send)
		if err == nil {
			continue
		}
		cutter.Rest(send)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		failed <- err
		return
	}
}
