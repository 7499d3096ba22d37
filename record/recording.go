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

// IsRecording reports whether a file that begins so is a recording, of whatever format.
func IsRecording(text []byte) bool {
	return bytes.HasPrefix(text, blockMark) || bytes.HasPrefix(text, []byte(magicOfOne))
}

// magicOfOne is what a recording of format 1 begins with.
const magicOfOne = "hadash recording 1 "

// Header says what a recording is of.
type Header struct {
	Hadash  string    `json:"hadash"`                       // version that wrote it
	Started time.Time `json:"started"`                      // when its writing began
	Project string    `json:"project,omitempty"`            // compose project
	Title   string    `json:"title,omitempty"`              // of the drill, else ""
	Drill   string    `json:"drill,omitempty" text:"lines"` // the drill's text, whole; "" when no drill made it
}

// headerLine is the first line of a recording.
type headerLine struct {
	Format int `json:"format"`
	Header
}

// Recording is a recording that can be read, as often as one likes.
type Recording struct {
	Name   string // for messages: the file's name
	Header Header

	data  io.ReaderAt
	begin int64 // where the first block is
	size  int64
	file  *os.File // nil when it is none
	torn  string
}

// Open opens a recording. The error says why the file is none, or that a newer hadash wrote it.
func Open(path string) (*Recording, error) {
	f, err := files.Open(path)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) { // whose "open" and name stand here already
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

// format says why data is no recording of the format that is read.
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

// headerTexts are those that people read.
var headerTexts = textsOf(reflect.TypeFor[Header](), "")

// settle makes the texts of a Header fit to be shown, as Settle does with those of a Sample.
func (h *Header) settle() {
	looks := 0
	headerTexts.mend(reflect.ValueOf(h).Elem(), &looks)
}

// Torn says what is missing at the end of the recording, as far as the Samples were read; "" when it is whole.
// What hadash had no time to write, because it was killed or the disk was full, is not missed here.
func (r *Recording) Torn() string { return r.torn }

// Close closes the file.
func (r *Recording) Close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}
