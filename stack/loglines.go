package stack

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"hadash/record"

	"github.com/docker/docker/pkg/stdcopy"
)

// maxLine bounds one log line; the rest of a longer line is dropped.
const maxLine = 64 << 10

// readLogs splits a log stream into lines. Without a TTY it is a series of frames, each with its stream's number, its
// length and one timestamped message; with a TTY it is plain text.
func readLogs(stream io.Reader, tty bool, each func(at time.Time, stderr bool, text []byte)) error {
	out := &liner{emit: func(at time.Time, text []byte) { each(at, false, text) }}
	if tty {
		return readTTY(stream, out)
	}
	errs := &liner{emit: func(at time.Time, text []byte) { each(at, true, text) }}
	if err := readFrames(bufio.NewReader(stream), out, errs); err != nil {
		return err // the unfinished line comes again, whole, when the caller continues after the last one
	}
	out.flush()
	errs.flush()
	return nil
}

// maxFrame bounds one frame: the Engine's frames have at most 16 KiB and a timestamp.
const maxFrame = 1 << 20

// readFrames does what docker/pkg/stdcopy does, but never uses more memory than maxFrame, whatever length a frame
// claims.
func readFrames(stream io.Reader, out, errs *liner) error {
	var head [8]byte
	var message []byte
	for {
		if _, err := io.ReadFull(stream, head[:]); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		size := binary.BigEndian.Uint32(head[4:])
		if size > maxFrame {
			return fmt.Errorf("a frame of %d bytes: not a log", size)
		}
		message = slices.Grow(message[:0], int(size))[:size]
		if _, err := io.ReadFull(stream, message); err != nil {
			return errors.Join(err, io.ErrUnexpectedEOF)
		}
		switch stdcopy.StdType(head[0]) {
		case stdcopy.Stdin, stdcopy.Stdout:
			out.write(message)
		case stdcopy.Stderr:
			errs.write(message)
		case stdcopy.Systemerr:
			return fmt.Errorf("the Engine says: %s", message)
		default:
			return fmt.Errorf("a frame of stream %d: not a log", head[0])
		}
	}
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

// liner makes lines of messages. A line longer than 16 KiB arrives as several messages, each with its own timestamp;
// only the last ends the line.
type liner struct {
	emit func(at time.Time, text []byte)
	at   time.Time
	open bool // a line is unfinished
	text []byte
}

// write handles a message, which is usually one line.
func (l *liner) write(message []byte) {
	for len(message) > 0 {
		line, rest, ended := bytes.Cut(message, []byte{'\n'})
		l.add(line)
		if ended {
			l.end()
		}
		message = rest
	}
}

// add adds one message: its timestamp, if it begins a line, and its text.
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

// flush emits the last line of a container that stopped before ending it.
func (l *liner) flush() {
	if l.open {
		l.end()
	}
}

// stamped separates the timestamp that the Engine puts before each message from its text.
func stamped(message []byte) (time.Time, []byte) {
	stamp, text, ok := bytes.Cut(message, []byte{' '})
	if !ok {
		stamp, text = bytes.TrimSuffix(message, []byte{'\r'}), nil
	}
	at, err := time.Parse(time.RFC3339Nano, string(stamp))
	if err != nil {
		return time.Time{}, message
	}
	return record.Instant(at), text
}
