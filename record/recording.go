package record

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"hadash/files"
)

// A recording is a file of Samples, in the order in which they were folded:
//
//	hadash recording 1 8a3f01c2\n    the format's version, and the CRC-32C of the next line
//	{"hadash":"v1.2.3",...}\n        the Header, one line of JSON
//	block block block ...            each: length, CRC-32C (4 bytes each, big endian), and that many bytes
//
// The bytes of all blocks are one DEFLATE stream (RFC 1951), flushed at the end of each: whatever ends a
// recording, all that its whole blocks hold can be read.

// Format is the version of the file format that this hadash writes, and the newest that it reads.
const Format = 1

const magic = "hadash recording "

// Header says what a recording is of.
type Header struct {
	Hadash  string    `json:"hadash"`                       // version that wrote it
	Started time.Time `json:"started"`                      // when its writing began
	Project string    `json:"project,omitempty"`            // compose project
	Title   string    `json:"title,omitempty"`              // of the drill, else ""
	Drill   string    `json:"drill,omitempty" text:"lines"` // the drill's text, whole; "" when no drill made it

	Types []Type `json:"types,omitempty"` // how Samples are written; Create fills it in
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
	r := &Recording{Name: name, data: data, size: size}
	in := bufio.NewReader(io.NewSectionReader(data, 0, size))
	first, err := line(in, len(magic)+20)
	rest, isOurs := strings.CutPrefix(string(first), magic)
	version, sum, _ := strings.Cut(rest, " ")
	if err != nil || !isOurs {
		return nil, fmt.Errorf("%s: not a recording of hadash", name)
	}
	switch v, err := strconv.Atoi(version); {
	case err != nil || v < 1:
		return nil, fmt.Errorf("%s: not a recording of hadash: its version is %q", name, version)
	case v > Format:
		return nil, fmt.Errorf("%s: a newer hadash wrote it (format %d, this one reads up to %d)", name, v, Format)
	}
	head, err := line(in, maxHead)
	if err != nil {
		return nil, fmt.Errorf("%s: the recording ends within its header", name)
	}
	if sum != checksum(head) {
		return nil, fmt.Errorf("%s: the recording's header is damaged", name)
	}
	if err := json.Unmarshal(head, &r.Header); err != nil {
		return nil, fmt.Errorf("%s: the recording's header is damaged: %w", name, err)
	}
	r.Header.settle()
	r.begin = int64(len(first) + len(head) + 2)
	return r, nil
}

// headerTexts are those that people read. Its Types are not: they must stay as they are written.
var headerTexts = textsOf(reflect.TypeFor[Header](), "")

// settle makes the texts of a Header fit to be shown, as Settle does with those of a Sample.
func (h *Header) settle() {
	types := h.Types
	h.Types = nil
	headerTexts.mend(reflect.ValueOf(h).Elem())
	h.Types = types
}

// checksum is the CRC-32C of a line, as the first line of a recording has it.
func checksum(line []byte) string { return fmt.Sprintf("%08x", crc32.Checksum(line, castagnoli)) }

// line reads up to the next line feed, which is not part of what it gives.
func line(in *bufio.Reader, most int) ([]byte, error) {
	var all []byte
	for {
		part, err := in.ReadSlice('\n')
		all = append(all, part...)
		if len(all) > most {
			return nil, errors.New("too long")
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return bytes.TrimSuffix(all, []byte{'\n'}), err
		}
	}
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
