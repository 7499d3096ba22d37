package record

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"iter"
	"math"
	"time"
)

// Checksum is that of a Header's line.
func Checksum(head string) string { return checksum([]byte(head)) }

// Raw is Samples as they are written, before they are compressed.
func Raw(all []Sample) []byte { return raw(newEncoder(), all) }

// Forged is Samples as somebody might write them who keeps to no bounds.
func Forged(all []Sample) []byte {
	e := newEncoder()
	e.load, e.free = load{mostMade: math.MaxInt, mostNew: math.MaxInt, mostHeld: math.MaxInt}, true
	return raw(e, all)
}

func raw(e *encoder, all []Sample) []byte {
	var raw []byte
	for i := range all {
		text, err := e.sample(&all[i])
		if err != nil {
			panic(err)
		}
		raw = append(raw, text...)
	}
	return raw
}

// Unraw reads them, as far as they can be read.
func Unraw(raw []byte) iter.Seq[Sample] {
	return func(yield func(Sample) bool) {
		d, err := newDecoder(ownTypes, bytes.NewReader(raw), int64(len(raw)))
		for err == nil {
			var s Sample
			if s, err = d.next(); err == nil && !yield(s) {
				return
			}
		}
	}
}

// Break makes every further write of the file fail, as a full disk does.
func (w *Writer) Break() { _ = w.file.Close() }

// Packed is a recording of what Raw or Forged gave.
func Packed(raw []byte) []byte {
	head, err := json.Marshal(Header{Types: ownTypes})
	if err != nil {
		panic(err)
	}
	var block bytes.Buffer
	z, err := flate.NewWriter(&block, flate.BestCompression)
	if err != nil {
		panic(err)
	}
	_, _ = z.Write(raw) // into memory
	_ = z.Flush()
	out := []byte(magic + "1 " + checksum(head) + "\n" + string(head) + "\n")
	out = binary.BigEndian.AppendUint32(out, uint32(block.Len()))
	out = binary.BigEndian.AppendUint32(out, crc32.Checksum(block.Bytes(), castagnoli))
	return append(out, block.Bytes()...)
}

// Steps is how many Samples can be read in so many steps of work, and what is said of the rest.
func Steps(raw []byte, most int64) (n int, told string) {
	d, err := newDecoder(ownTypes, bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		panic(err)
	}
	d.work.most = most
	for err == nil {
		if _, err = d.next(); err == nil {
			n++
		}
	}
	return n, d.work.told(d.at)
}

// Day is what part of the bound a day takes that goes on as some Samples do.
func Day(raw []byte, lasts time.Duration) (share float64) {
	d, err := newDecoder(ownTypes, bytes.NewReader(raw), int64(len(raw)))
	for err == nil {
		_, err = d.next()
	}
	return float64(d.work.steps) * float64(24*time.Hour) / float64(lasts) / float64(d.work.most)
}
