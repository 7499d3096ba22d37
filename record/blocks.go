package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// blocks reads the payloads of a recording's blocks one after the other, each only after its checksum was
// found right. It ends at the first block that is not whole, and torn says why.
type blocks struct {
	data io.ReaderAt
	at   int64 // of the next block
	size int64
	buf  []byte
	left []byte // of the block being read
	torn string
}

func (b *blocks) Read(p []byte) (int, error) {
	for len(b.left) == 0 {
		if err := b.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}

// ReadByte makes it a flate.Reader's source that is not read ahead of.
func (b *blocks) ReadByte() (byte, error) {
	for len(b.left) == 0 {
		if err := b.next(); err != nil {
			return 0, err
		}
	}
	c := b.left[0]
	b.left = b.left[1:]
	return c, nil
}

// next reads a block.
func (b *blocks) next() error {
	var head [8]byte
	rest := b.size - b.at
	switch {
	case rest == 0:
		return io.EOF
	case rest < int64(len(head)):
		return b.tear("its last %d bytes are the beginning of a block", rest)
	}
	if _, err := b.data.ReadAt(head[:], b.at); err != nil && !errors.Is(err, io.EOF) {
		return b.tear("%v", err)
	}
	n, sum := int64(binary.BigEndian.Uint32(head[:])), binary.BigEndian.Uint32(head[4:])
	switch {
	case n == 0 || n > maxBlock:
		return b.tear("what stands at byte %d is no block", b.at)
	case n > rest-int64(len(head)):
		return b.tear("its last %d bytes are the beginning of a block", rest)
	}
	if int64(cap(b.buf)) < n {
		b.buf = make([]byte, n)
	}
	b.left = b.buf[:n]
	if _, err := b.data.ReadAt(b.left, b.at+int64(len(head))); err != nil && !errors.Is(err, io.EOF) {
		b.left = nil
		return b.tear("%v", err)
	}
	if crc32.Checksum(b.left, castagnoli) != sum {
		b.left = nil
		return b.tear("the block at byte %d is damaged; %d bytes from there on are not read", b.at, rest)
	}
	b.at += int64(len(head)) + n
	return nil
}

func (b *blocks) tear(format string, args ...any) error {
	b.torn = fmt.Sprintf(format, args...)
	return io.EOF
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)
