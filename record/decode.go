package record

import (
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
)

// Samples reads the recording from its beginning. A recording that ends in the middle of something ends
// without an error, and Torn says what is missing; an error is the last thing it gives.
func (r *Recording) Samples() iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		b := &blocks{data: r.data, at: r.begin, size: r.size}
		dec := json.NewDecoder(flate.NewReader(b))
		for {
			var s Sample
			err := dec.Decode(&s)
			r.torn = b.torn
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return
			}
			if err != nil {
				yield(s, fmt.Errorf("%s: the recording is damaged: %w", r.Name, err))
				return
			}
			if !yield(s, nil) {
				return
			}
		}
	}
}
