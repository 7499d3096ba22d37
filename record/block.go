package record

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"time"

	"github.com/klauspost/compress/zstd"
)

// A block is a skippable frame of zstd and the frame after it, which is whole lines of JSON. Other programs skip the
// first frame, which contains, with numbers in little endian:
//
//	4 bytes   50 2a 4d 18, a skippable frame
//	4 bytes   20 00 00 00, how long it is
//	6 bytes   "hadash"
//	1 byte    the format
//	1 byte    what the block is
//	4 bytes   CRC-32C of the frame after it and of all that stands here behind these four
//	4 bytes   how long that frame is
//	8 bytes   when the first Sample of the block was, in microseconds since 1970
//	8 bytes   how many Samples of the recording stand before it
type block struct {
	kind   blockKind
	sum    uint32
	length int64 // of the frame
	at     time.Time
	before int64
}

type blockKind byte

const (
	blockHeader blockKind = iota // first block: the Header's line
	blockBegins                  // reading can begin here: the first reading of each HAProxy is complete
	blockGoesOn
)

const (
	blockHead = 40 // bytes before the frame
	sumAt     = 16 // offset of the checksum in them
)

// blockMark is what every block begins with.
var blockMark = []byte("\x50\x2a\x4d\x18\x20\x00\x00\x00hadash")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendBlock adds a block whose frame is the lines, compressed.
func appendBlock(to []byte, b block, lines []byte) []byte {
	from := len(to)
	to = append(append(to, blockMark...), Format, byte(b.kind))
	to = append(to, make([]byte, blockHead-sumAt)...)
	to = packer.EncodeAll(lines, to)
	made := to[from:]
	le := binary.LittleEndian
	le.PutUint32(made[sumAt+4:], uint32(len(made)-blockHead)) //nolint:gosec // what is written is bounded
	le.PutUint64(made[sumAt+8:], uint64(b.at.UnixMicro()))    //nolint:gosec // its bits
	le.PutUint64(made[sumAt+16:], uint64(b.before))           //nolint:gosec // it is a count
	le.PutUint32(made[sumAt:], crc32.Checksum(made[sumAt+4:], castagnoli))
	return to
}

// readBlock reads the bytes before a frame; false if they are no block of this format.
func readBlock(head []byte) (b block, ok bool) {
	if len(head) < blockHead || !bytes.HasPrefix(head, blockMark) || head[len(blockMark)] != Format {
		return b, false
	}
	le := binary.LittleEndian
	b.kind, b.sum, b.length = blockKind(head[sumAt-1]), le.Uint32(head[sumAt:]), int64(le.Uint32(head[sumAt+4:]))
	b.at = time.UnixMicro(int64(le.Uint64(head[sumAt+8:]))).UTC()            //nolint:gosec // its bits
	b.before = int64(min(le.Uint64(head[sumAt+16:]), uint64(math.MaxInt32))) //nolint:gosec // it was bounded
	return b, b.kind <= blockGoesOn && b.length > 0 && b.length <= maxBlock
}

// packer and unpacker compress and decompress whole frames. A frame contains its size, and no more memory is allocated
// than that.
var packer, unpacker = func() (*zstd.Encoder, *zstd.Decoder) {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(true), zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithSingleSegment(true))
	d, err2 := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxLines), zstd.WithDecoderConcurrency(0))
	if err := errors.Join(err, err2); err != nil {
		panic(err) // the options are constants that zstd knows
	}
	return e, d
}()

// unpack returns the lines of a frame, in room if that is large enough.
func unpack(frame, room []byte) ([]byte, error) {
	var h zstd.Header
	if err := h.Decode(frame); err != nil {
		return nil, err
	}
	const perBlock = 128 << 10 // the most that the shortest block of a frame, 4 bytes, can become
	if most := min(maxLines, uint64(len(frame)/4+1)*perBlock); h.Skippable || !h.HasFCS || h.FrameContentSize > most {
		return nil, fmt.Errorf("it claims to hold %d bytes", h.FrameContentSize)
	}
	return unpacker.DecodeAll(frame, room[:0])
}
