package record

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"iter"
	"time"
)

// Raw is Samples as they are written, before they are compressed.
func Raw(all []Sample) []byte { return raw(newEncoder(), all) }

// Forged is Samples as somebody might write them who keeps to no bounds.
func Forged(all []Sample) []byte {
	e := newEncoder()
	e.free = true
	return raw(e, all)
}

func raw(e *encoder, all []Sample) []byte {
	var raw []byte
	for i := range all {
		line, err := e.line(&all[i])
		if err != nil {
			panic(err)
		}
		raw = append(raw, line...)
	}
	return raw
}

// Unraw reads them, as far as they can be read.
func Unraw(raw []byte) iter.Seq[Sample] {
	return func(yield func(Sample) bool) {
		d := newDecoder(int64(len(raw)))
		for {
			var s Sample
			var err error
			if s, raw, err = d.next(raw); err != nil || !yield(s) {
				return
			}
		}
	}
}

// Break makes every further write of the file fail, as a full disk does.
func (w *Writer) Break() { _ = w.file.Close() }

// Packed is a recording of what Raw or Forged gave, in blocks as a Writer makes them.
func Packed(raw []byte) []byte {
	out := appendBlock(nil, block{kind: blockHeader}, []byte("{\"format\":2}\n"))
	for kind, before := blockBegins, 0; len(raw) > 0; kind = blockGoesOn {
		n := 0
		for n < min(len(raw), flushBytes) {
			line := bytes.IndexByte(raw[n:], '\n') + 1
			if line == 0 {
				line = len(raw) - n
			}
			n += line
		}
		out = appendBlock(out, block{kind: kind, before: int64(before)}, raw[:n])
		before += bytes.Count(raw[:n], []byte("\n"))
		raw = raw[n:]
	}
	return out
}

// Blocks are the blocks of a recording: that of its header, and then those of its Samples.
func Blocks(data []byte) (all [][]byte) {
	for len(data) > 0 {
		b, ok := readBlock(data)
		if !ok {
			panic("no block")
		}
		end := blockHead + b.length
		all, data = append(all, data[:end]), data[end:]
	}
	return all
}

// BlockHead is how many bytes stand before the frame of a block.
const BlockHead = blockHead

// Steps returns how many Samples can be read in that many steps of work, and the message about the rest.
func Steps(raw []byte, most int64) (n int, told string) {
	d := newDecoder(int64(len(raw)))
	d.work.most = most
	for {
		var err error
		if _, raw, err = d.next(raw); err != nil {
			return n, upTo(n, d.at)
		}
		n++
	}
}

// Day is what part of the bound a day takes that goes on as some Samples do.
func Day(raw []byte, lasts time.Duration) (share float64) {
	d := newDecoder(int64(len(raw)))
	for {
		var err error
		if _, raw, err = d.next(raw); err != nil {
			return float64(d.work.steps) * float64(24*time.Hour) / float64(lasts) / float64(d.work.most)
		}
	}
}

// Promising is a recording of one short block whose frame claims to hold that many bytes.
func Promising(n uint64) []byte {
	out := Packed(nil)
	from := len(out)
	out = appendBlock(out, block{kind: blockBegins}, []byte("{}\n"))
	// RFC 8878, 3.1.1: a single segment with a size of 8 bytes, and then what was written as one of a single byte
	frame := binary.LittleEndian.AppendUint64([]byte{0x28, 0xb5, 0x2f, 0xfd, 0xe4}, n)
	frame = append(frame, out[from+blockHead+6:]...)
	made := append(out[from:from+blockHead:from+blockHead], frame...)
	binary.LittleEndian.PutUint32(made[sumAt+4:], uint32(len(frame)))
	binary.LittleEndian.PutUint32(made[sumAt:], crc32.Checksum(made[sumAt+4:], castagnoli))
	return append(out[:from], made...)
}

// ReadSlowly reads a line as what is not written by a Writer is read.
func ReadSlowly(line []byte) (Sample, error) { return newDecoder(0).slow(line) }

// Both reads a line in one pass, and as encoding/json does; false where it is not read in one pass.
func Both(line []byte) (quick, whole Sample, ok bool) {
	if ok = newDecoder(0).quick(line, &quick); !ok {
		return quick, whole, false
	}
	if err := json.Unmarshal(line, &whole); err != nil {
		panic(fmt.Sprintf("%v: %s", err, line))
	}
	return quick, Kept(whole), true
}

// Kept is a Sample within its bounds and with settled texts.
func Kept(s Sample) Sample {
	if !sampleBounds.keep(&s) {
		panic("too long")
	}
	sampleTexts.settle(&s)
	return s
}
