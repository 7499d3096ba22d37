package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
)

const (
	flushAfter = 4 * time.Second // of Samples: the most that a killed hadash loses
	flushBytes = 1 << 20         // of lines

	partAfter = 2 * time.Minute // of Samples, and then reading can begin again
	partBytes = 8 << 20         // or of lines
)

// Writer writes a recording. It is for one goroutine.
type Writer struct {
	file  *os.File
	end   int64 // of the last whole block
	enc   *encoder
	lines []byte // not yet in the file
	block block  // that they will become
	made  []byte // scratch
	part  part
	last  time.Time // of the last Sample
	err   error

	samples int64 // written so far
}

// part is what was written since reading could last begin.
type part struct {
	since time.Time
	bytes int
}

// Create creates a recording in a file that must not exist. The Header's texts are also cleaned of passwords.
func Create(path string, h Header) (*Writer, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o666) // the umask decides
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("record into %s: the file exists; choose another name", path)
	}
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	w := &Writer{file: f, enc: newEncoder()}
	h.settle()
	line, err := json.Marshal(headerLine{Format, h})
	if err == nil {
		w.made = appendBlock(nil, block{kind: blockHeader, at: h.Started}, append(line, '\n'))
		_, err = f.Write(w.made)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("record: %w", err), f.Close(), os.Remove(path))
	}
	w.end = int64(len(w.made))
	w.block.kind = blockBegins
	return w, nil
}

// Write adds a Sample, which must be settled (Settle), and thins it (Thin). It is in the file within some seconds, or
// at once if it is an action of the user. After an error of the file nothing more is written, and what was written
// before can be read; a Sample that is too large is skipped.
func (w *Writer) Write(s Sample) error {
	if w.err != nil {
		return w.err
	}
	s = Thin(s)
	line, err := w.enc.line(&s)
	if err != nil {
		return err
	}
	if len(w.lines) == 0 {
		w.block.at = s.At
	}
	w.lines = append(w.lines, line...)
	w.samples, w.last = w.samples+1, s.At
	if s.Act != nil || len(w.lines) >= flushBytes || s.At.Sub(w.block.at) >= flushAfter {
		return w.Flush()
	}
	return nil
}

// Flush writes the collected lines as a block.
func (w *Writer) Flush() error {
	if w.err != nil || len(w.lines) == 0 {
		return w.err
	}
	w.made = appendBlock(w.made[:0], w.block, w.lines)
	n, err := w.file.Write(w.made)
	if err != nil {
		return w.fail(err)
	}
	w.end += int64(n)
	w.next()
	return nil
}

// next begins a block, and a new part of the recording when one is due.
func (w *Writer) next() {
	if w.block.kind == blockBegins {
		w.part = part{since: w.block.at}
	}
	w.part.bytes += len(w.lines)
	w.lines = w.lines[:0]
	w.block.kind, w.block.before = blockGoesOn, w.samples
	if w.part.bytes >= partBytes || w.last.Sub(w.part.since) >= partAfter {
		w.block.kind = blockBegins
		w.enc.begin()
	}
}

// fail ends the recording at its last whole block.
func (w *Writer) fail(err error) error {
	w.err = fmt.Errorf("the recording %s ends here: %w", w.file.Name(), err)
	if cut := w.file.Truncate(w.end); cut == nil {
		_, _ = w.file.Seek(w.end, 0) // nothing more is written
	}
	return w.err
}

// Size returns how many bytes are in the file.
func (w *Writer) Size() int64 { return w.end }

// Close writes the collected lines, and closes the file.
func (w *Writer) Close() error {
	err := w.Flush()
	if err == nil {
		err = w.file.Sync()
	}
	return errors.Join(err, w.file.Close())
}
