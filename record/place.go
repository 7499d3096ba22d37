package record

import (
	"bytes"
	"hash/crc32"
	"time"
)

// Place returns where to begin reading what was recorded at an instant: the last place that is not later, found without
// reading what precedes it. It is the zero Place if the recording is empty.
func (r *Recording) Place(at time.Time) Place {
	found := r.begins(r.begin, r.size)
	low, high := found.offset, r.size
	for found.Begins() && low < high {
		middle := low + (high-low)/2
		p := r.begins(middle, high)
		switch {
		case !p.Begins() || p.At.After(at):
			high = middle
		default:
			found, low = p, p.offset+1
		}
	}
	return found
}

// Until returns approximately when the recording ends: its last Sample is at most some seconds later.
func (r *Recording) Until() time.Time {
	last := r.Place(time.Unix(latest, 0))
	at := last.At
	for offset := last.offset; offset > 0; {
		b, ok := r.blockAt(offset)
		if !ok {
			break
		}
		at, offset = b.at, offset+blockHead+b.length
	}
	return at
}

// begins finds the first place from an offset on, before an end.
func (r *Recording) begins(from, end int64) Place {
	const step = 256 << 10
	room := make([]byte, step+blockHead)
	for ; from > 0 && from < end; from += step {
		n, _ := r.data.ReadAt(room, from)
		for text, i := room[:n], 0; ; i++ {
			next := bytes.Index(text[i:], blockMark)
			if next < 0 || i+next >= step {
				break
			}
			i += next
			if offset := from + int64(i); offset < end {
				if b, ok := r.blockAt(offset); ok && b.kind == blockBegins && r.sound(offset, b) {
					return Place{At: b.at, Before: int(b.before), offset: offset}
				}
			}
		}
	}
	return Place{}
}

// blockAt returns the block at an offset, by its own header; false if there is none.
func (r *Recording) blockAt(offset int64) (block, bool) {
	var head [blockHead]byte
	if n, _ := r.data.ReadAt(head[:], offset); n < blockHead {
		return block{}, false
	}
	b, ok := readBlock(head[:])
	return b, ok && offset+blockHead+b.length <= r.size
}

// sound reports whether a block's checksum is right: other bytes do not match it by chance.
func (r *Recording) sound(offset int64, b block) bool {
	made := make([]byte, blockHead-sumAt-4+b.length)
	_, err := r.data.ReadAt(made, offset+sumAt+4)
	return err == nil && crc32.Checksum(made, castagnoli) == b.sum
}
