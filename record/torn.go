package record

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// blocks reads a recording's blocks one after another, each only if its checksum is right. It ends at the first block
// that is incomplete, and torn says why.
type blocks struct {
	data io.ReaderAt
	at   int64 // of the next block
	size int64
	buf  []byte
	torn string
}

// next reads a block and returns its lines, in room if that is large enough.
func (b *blocks) next(room []byte) (block, []byte, error) {
	rest := b.size - b.at
	switch {
	case rest == 0:
		return block{}, nil, io.EOF
	case rest < blockHead:
		return b.tear("its last %d bytes are an incomplete block", rest)
	}
	var head [blockHead]byte
	if _, err := b.data.ReadAt(head[:], b.at); err != nil && !errors.Is(err, io.EOF) {
		return b.tear("%v", err)
	}
	is, ok := readBlock(head[:])
	switch {
	case !ok:
		return b.tear("the file is damaged at byte %d, where no block begins", b.at)
	case is.length > rest-blockHead:
		return b.tear("its last %d bytes are an incomplete block", rest)
	}
	if int64(cap(b.buf)) < is.length {
		b.buf = make([]byte, is.length)
	}
	frame := b.buf[:is.length]
	if _, err := b.data.ReadAt(frame, b.at+blockHead); err != nil && !errors.Is(err, io.EOF) {
		return b.tear("%v", err)
	}
	if crc32.Update(crc32.Checksum(head[sumAt+4:], castagnoli), castagnoli, frame) != is.sum {
		return b.tear("the block at byte %d is damaged: its checksum is wrong", b.at)
	}
	lines, err := unpack(frame, room)
	if err != nil {
		return b.tear("the block at byte %d cannot be read: %v", b.at, err)
	}
	b.at += blockHead + is.length
	return is, lines, nil
}

func (b *blocks) tear(format string, args ...any) (block, []byte, error) {
	b.torn = fmt.Sprintf(format, args...)
	return block{}, nil, io.EOF
}
