package stack

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"hadash/record"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
)

// maxLine bounds one log line; what a longer one says beyond it is dropped.
const maxLine = 64 << 10

// Logs calls each for every line that a service's container writes, with Docker's own timestamp and
// without the line's end. It returns nil when the container stops, and an error when the stream
// breaks or ctx ends. It begins with the lines of the instant since: to go on after a line, ask for
// one nanosecond later. The text is only valid during the call.
func (p *Project) Logs(
	ctx context.Context, node string, since time.Time, each func(at time.Time, stderr bool, text []byte),
) error {
	c, err := p.find(ctx, node)
	if err != nil {
		return err
	}
	opts := container.LogsOptions{ShowStdout: true, ShowStderr: true, Timestamps: true, Follow: true}
	if !since.IsZero() {
		opts.Since = stamp(since)
	}
	stream, err := p.api.ContainerLogs(ctx, c.ID, opts)
	if err != nil {
		p.forget(node) // it may be another container by now
		return fmt.Errorf("logs of %s: %w", node, err)
	}
	defer stream.Close()
	if err = readLogs(stream, c.Config.Tty, each); err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("logs of %s: %w", node, err)
}

// lastLines is the end of a container's log, for an error message.
func (p *Project) lastLines(ctx context.Context, node string, n int) []string {
	c, err := p.find(ctx, node)
	if err != nil {
		return nil
	}
	stream, err := p.api.ContainerLogs(ctx, c.ID, container.LogsOptions{
		ShowStdout: true, ShowStderr: true, Timestamps: true, Tail: strconv.Itoa(n),
	})
	if err != nil {
		return nil
	}
	defer stream.Close()
	var out []string
	_ = readLogs(stream, c.Config.Tty, func(_ time.Time, _ bool, text []byte) {
		out = append(out, record.Clean(string(text)))
	})
	return out
}

// readLogs takes a log stream apart. Without a TTY it is a series of frames, each with its stream's
// number, its length and one timestamped message; with one it is the bare text.
func readLogs(stream io.Reader, tty bool, each func(at time.Time, stderr bool, text []byte)) error {
	out := &liner{emit: func(at time.Time, text []byte) { each(at, false, text) }}
	if tty {
		return readTTY(stream, out)
	}
	errs := &liner{emit: func(at time.Time, text []byte) { each(at, true, text) }}
	// One Write a frame.
	if _, err := stdcopy.StdCopy(out, errs, stream); err != nil {
		return err // the line begun comes again, whole, when the caller goes on after the last one
	}
	out.flush()
	errs.flush()
	return nil
}

func readTTY(stream io.Reader, out *liner) error {
	r := bufio.NewReader(stream)
	for {
		piece, err := r.ReadSlice('\n')
		line, ended := bytes.CutSuffix(piece, []byte{'\n'})
		switch {
		case out.open:
			out.more(line)
		case len(piece) > 0:
			out.add(line)
		}
		switch {
		case ended:
			out.end()
		case errors.Is(err, io.EOF):
			out.flush()
			return nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

// liner makes lines of messages. A line longer than 16 KiB comes as several messages, each with a
// timestamp of its own, of which only the last ends the line.
type liner struct {
	emit func(at time.Time, text []byte)
	at   time.Time
	open bool // a line has begun
	text []byte
}

func (l *liner) Write(message []byte) (int, error) {
	n := len(message)
	for len(message) > 0 {
		line, rest, ended := bytes.Cut(message, []byte{'\n'})
		l.add(line)
		if ended {
			l.end()
		}
		message = rest
	}
	return n, nil
}

// add takes in one message: its timestamp, if it begins a line, and its text.
func (l *liner) add(message []byte) {
	at, text := stamped(message)
	if !l.open {
		l.open, l.at = true, at
	}
	l.more(text)
}

func (l *liner) more(text []byte) {
	l.text = append(l.text, text[:min(len(text), maxLine-len(l.text))]...)
}

func (l *liner) end() {
	l.emit(l.at, bytes.TrimSuffix(l.text, []byte{'\r'}))
	l.open, l.text = false, l.text[:0]
}

// flush gives out the last line of a container that stopped in the middle of it.
func (l *liner) flush() {
	if l.open {
		l.end()
	}
}

// stamped parts the timestamp that the Engine puts before each message from its text.
func stamped(message []byte) (time.Time, []byte) {
	stamp, text, ok := bytes.Cut(message, []byte{' '})
	if !ok {
		stamp, text = bytes.TrimSuffix(message, []byte{'\r'}), nil
	}
	at, err := time.Parse(time.RFC3339Nano, string(stamp))
	if err != nil {
		return time.Time{}, message
	}
	return at, text
}
