package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"time"

	"hadash/files"
)

// Format is the version of the file format that this hadash writes, and the only one that it reads.
const Format = 2

// IsRecording reports whether a file with this beginning is a recording, of any format.
func IsRecording(text []byte) bool {
	return bytes.HasPrefix(text, blockMark) || bytes.HasPrefix(text, []byte(magicOfOne))
}

// magicOfOne is the beginning of a recording of format 1.
const magicOfOne = "hadash recording 1 "

// Header describes a recording.
type Header struct {
	Hadash  string    `json:"hadash"`                       // version that wrote it
	Started time.Time `json:"started"`                      // when writing began
	Project string    `json:"project,omitempty"`            // compose project
	Title   string    `json:"title,omitempty"`              // of the drill, else ""
	Drill   string    `json:"drill,omitempty" text:"lines"` // the complete text of the drill; "" if there was none
}

// headerLine is the first line of a recording.
type headerLine struct {
	Format int `json:"format"`
	Header
}

// Recording is a recording that can be read any number of times.
type Recording struct {
	Name   string // for messages: the file's name
	Header Header

	data  io.ReaderAt
	begin int64 // offset of the first block
	size  int64
	file  *os.File // nil if it is not a file
	torn  string
}

// Open opens a recording. The error says why the file is not one, or that a newer hadash wrote it.
func Open(path string) (*Recording, error) {
	f, err := files.Open(path)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) { // its "open" and name are already here
			err = at.Err
		}
		return nil, fmt.Errorf("open recording %s: %w", path, err)
	}
	info, err := f.Stat()
	var r *Recording
	if err == nil {
		r, err = New(path, f, info.Size())
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	r.file = f
	return r, nil
}

// New reads a recording from data, of size bytes.
func New(name string, data io.ReaderAt, size int64) (*Recording, error) {
	name = Clean(name)
	if err := format(data, size); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	r := &Recording{Name: name, data: data, size: size}
	b := r.blocks(0)
	switch head, line, err := b.next(nil); {
	case err != nil && strings.HasPrefix(b.torn, "its last"):
		return nil, fmt.Errorf("%s: the recording ends within its header", name)
	case err != nil || head.kind != blockHeader || len(line) > maxHead || json.Unmarshal(line, &r.Header) != nil:
		return nil, fmt.Errorf("%s: the recording's header is damaged", name)
	}
	r.Header.settle()
	r.begin = b.at
	return r, nil
}

// format returns why data is not a recording of the supported format.
func format(data io.ReaderAt, size int64) error {
	head := make([]byte, min(size, blockHead))
	if _, err := data.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if bytes.HasPrefix(head, []byte(magicOfOne)) {
		return fmt.Errorf("recorded by an older hadash (format 1); this one reads format %d", Format)
	}
	if !bytes.HasPrefix(head, blockMark) || len(head) == len(blockMark) {
		return errors.New("not a hadash recording")
	}
	if v := head[len(blockMark)]; v > Format {
		return fmt.Errorf("a newer hadash wrote it (format %d, this one reads format %d)", v, Format)
	} else if v != Format {
		return fmt.Errorf("not a hadash recording: its version is %d", v)
	}
	return nil
}

// blocks reads blocks from a place on.
func (r *Recording) blocks(at int64) blocks { return blocks{data: r.data, at: at, size: r.size} }

// headerTexts are the texts of a Header that people read.
var headerTexts = textsOf(reflect.TypeFor[Header](), "")

// settle cleans the texts of a Header, as Settle does those of a Sample.
func (h *Header) settle() {
	looks := 0
	headerTexts.mend(reflect.ValueOf(h).Elem(), &looks)
}

// Torn returns what is missing at the end of the recording, as far as the Samples were read; "" if it is complete. What
// hadash could not write, because it was killed or the disk was full, does not count as missing.
func (r *Recording) Torn() string { return r.torn }

// Empty is the error about a recording that was read to its end and has no Sample.
func (r *Recording) Empty() error {
	why := r.torn
	if why == "" {
		why = "hadash ended before it observed anything"
	}
	return fmt.Errorf("%s: the recording is empty: %s", r.Name, why)
}

// Close closes the file.
func (r *Recording) Close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}
