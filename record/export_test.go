package record

import (
	"bytes"
	"iter"
)

// Checksum is that of a Header's line.
func Checksum(head string) string { return checksum([]byte(head)) }

// Raw is Samples as they are written, before they are compressed.
func Raw(all []Sample) []byte {
	var raw []byte
	e := newEncoder()
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
