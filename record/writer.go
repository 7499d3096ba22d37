package record

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"time"
)

const (
	flushAfter = 4 * time.Second // of Samples: the most that a killed hadash loses
	flushBytes = 256 << 10       // of Samples as they are written, before they are compressed
)

// Writer writes a recording. It is for one goroutine.
type Writer struct {
	file   *os.File
	end    int64        // of the last whole block
	block  bytes.Buffer // compressed, not yet in the file; its first 8 bytes are the block's head
	deflat *flate.Writer
	raw    int       // bytes given to out since the last flush
	since  time.Time // the first Sample since the last flush
	enc    *encoder
	err    error
}

// Create begins a recording in a file that must not be there yet. The Header's texts lose their passwords, too.
func Create(path string, h Header) (*Writer, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o666) // the umask decides
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("record into %s: it is there already; another name, please", path)
	}
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	w := &Writer{file: f}
	h.Types = ownTypes
	h.settle()
	head, err := json.Marshal(h)
	head = fmt.Appendf(nil, "%s%d %s\n%s\n", magic, Format, checksum(head), head)
	if err == nil {
		_, err = f.Write(head)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("record: %w", err), f.Close(), os.Remove(path))
	}
	w.end = int64(len(head))
	w.block.Write(make([]byte, 8))
	w.deflat, err = flate.NewWriter(&w.block, flate.BestCompression)
	if err != nil {
		return nil, err // the level is a constant that flate knows
	}
	w.enc = newEncoder()
	return w, nil
}

// Write adds a Sample, which must be settled (Settle), and thins it (Thin). It is in the file within some seconds, and at once when
// it is something that the user did. After an error of the file nothing more is written, and what was written
// before it can be read; a Sample that is too large is only left out.
func (w *Writer) Write(s Sample) error {
	if w.err != nil {
		return w.err
	}
	if w.raw == 0 {
		w.since = s.At
	}
	s = Thin(s)
	text, err := w.enc.sample(&s)
	if err != nil {
		return err
	}
	w.raw += len(text)
	if _, err := w.deflat.Write(text); err != nil {
		return w.fail(err)
	}
	if s.Act != nil || w.raw >= flushBytes || s.At.Sub(w.since) >= flushAfter {
		return w.Flush()
	}
	return nil
}

// Flush writes what was collected as a block.
func (w *Writer) Flush() error {
	if w.err != nil || w.raw == 0 {
		return w.err
	}
	if err := w.deflat.Flush(); err != nil {
		return w.fail(err)
	}
	block := w.block.Bytes()
	payload := block[8:]
	binary.BigEndian.PutUint32(block, uint32(len(payload)))
	binary.BigEndian.PutUint32(block[4:], crc32.Checksum(payload, castagnoli))
	n, err := w.file.Write(block)
	if err != nil {
		return w.fail(err)
	}
	w.end += int64(n)
	w.raw = 0
	w.block.Truncate(8)
	return nil
}

// fail ends the recording at its last whole block.
func (w *Writer) fail(err error) error {
	w.err = fmt.Errorf("the recording %s ends here: %w", w.file.Name(), err)
	if cut := w.file.Truncate(w.end); cut == nil {
		_, _ = w.file.Seek(w.end, 0) // nothing more is written
	}
	return w.err
}

// Size is how many bytes are in the file.
func (w *Writer) Size() int64 { return w.end }

// Close writes what was collected, and closes the file.
func (w *Writer) Close() error {
	err := w.Flush()
	if err == nil {
		err = w.file.Sync()
	}
	return errors.Join(err, w.file.Close())
}
