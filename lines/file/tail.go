package file

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"time"

	"hadash/lines/cut"
)

// tail is one open file, and how much of it was read.
type tail struct {
	file  *os.File
	own   os.FileInfo // which file it is; nil = not asked yet
	at    int64
	lines cut.Cutter
	mark  []byte // what stands before at: another text there is another file under the same name
	until time.Time
}

const (
	chunk  = 64 << 10
	marked = 32
)

// is reports whether a path leads to this file.
func (t *tail) is(info os.FileInfo) bool {
	if t.own == nil {
		own, err := t.file.Stat()
		if err != nil {
			return false
		}
		t.own = own
	}
	return os.SameFile(t.own, info)
}

func (t *tail) readAll(ctx context.Context, each func(line []byte)) error {
	info, err := t.file.Stat()
	if err != nil {
		return err
	}
	return t.read(ctx, info.Size(), each)
}

// read reads what was written since. A file that is shorter than before, or has another text where it was read, was truncated.
func (t *tail) read(ctx context.Context, size int64, each func(line []byte)) error {
	if size == t.at {
		return nil
	}
	if size < t.at || !t.same() {
		t.at, t.mark, t.lines = 0, nil, cut.Cutter{}
	}
	buffer := make([]byte, chunk)
	for ctx.Err() == nil {
		n, err := t.file.ReadAt(buffer, t.at)
		t.at += int64(n)
		t.keep(buffer[:n])
		t.lines.Cut(buffer[:n], each)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// keep remembers the end of what was read.
func (t *tail) keep(text []byte) {
	t.mark = append(t.mark, text[max(0, len(text)-marked):]...)
	t.mark = t.mark[max(0, len(t.mark)-marked):]
}

// same reports whether the text before at is the one that was read.
func (t *tail) same() bool {
	if len(t.mark) == 0 {
		return true
	}
	now := make([]byte, len(t.mark))
	n, _ := t.file.ReadAt(now, t.at-int64(len(t.mark))) // what cannot be read is not the same
	return bytes.Equal(now[:n], t.mark)
}

func (t *tail) close() { _ = t.file.Close() } // it was only read
