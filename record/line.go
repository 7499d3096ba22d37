package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// ErrTooLarge means that a Sample is too large for a recording.
var ErrTooLarge = errors.New("too large for a recording")

type stream struct{ source, node string }

// encoder writes Samples as lines of JSON. It keeps the last reading of each HAProxy.
type encoder struct {
	buf     bytes.Buffer
	json    *json.Encoder
	streams map[stream]*HAProxy
	memory  memory
	free    bool // without bounds, for tests that forge a recording
}

// newEncoder leaves free half of what a reader may hold.
func newEncoder() *encoder {
	e := &encoder{streams: map[stream]*HAProxy{}, memory: newMemory(maxMemory / 2)}
	e.json = json.NewEncoder(&e.buf)
	e.json.SetEscapeHTML(false)
	return e
}

// begin drops the kept readings, so that reading can begin at the next line.
func (e *encoder) begin() {
	for k := range e.streams {
		e.streams[k] = nil
	}
}

// line returns the line of a Sample, which is valid until the next one. A Sample that is too large to be read again
// gives an error and is ignored.
func (e *encoder) line(s *Sample) ([]byte, error) {
	line, err := e.write(s)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w: %w", s.Source, s.Node, ErrTooLarge, err)
	}
	return line, nil
}

// haproxyKey precedes a reading of a HAProxy, which is the last member of a line. No text can contain it, because
// quotes are escaped.
var haproxyKey = []byte(`,"HAProxy":{`)

func (e *encoder) write(s *Sample) ([]byte, error) {
	k := stream{s.Source, s.Node}
	was, known := e.streams[k]
	rest := *s
	rest.HAProxy = nil
	if err := e.unfit(s, &rest, known); err != nil && !e.free {
		return nil, err
	}
	e.buf.Reset()
	if err := e.json.Encode(&rest); err != nil {
		return nil, err
	}
	e.buf.Truncate(e.buf.Len() - 1) // its line feed
	need := weigh(e.buf.Bytes())
	if s.HAProxy != nil {
		e.buf.Truncate(e.buf.Len() - 1) // its brace
		e.buf.Write(haproxyKey[:len(haproxyKey)-1])
		e.buf.Write(append(appendHAProxy(e.buf.AvailableBuffer(), s.HAProxy, was), '}'))
		need.bytes += s.HAProxy.size()
	}
	e.buf.WriteByte('\n')
	switch {
	case e.free:
	case e.buf.Len() > maxSample || need.bytes > maxNew:
		return nil, fmt.Errorf("%d bytes, %d of memory", e.buf.Len(), need.bytes)
	case !e.memory.add(k, need.bytes):
		return nil, fmt.Errorf("all sources together need more than %d bytes of memory", e.memory.most)
	}
	if e.streams[k] = was; s.HAProxy != nil {
		e.streams[k] = s.HAProxy
	}
	return e.buf.Bytes(), nil
}

// unfit returns which limit a Sample exceeds, before it is written. It brings rest, which is everything but a HAProxy's
// reading, within the limits of values.
func (e *encoder) unfit(s, rest *Sample, known bool) error {
	switch {
	case !sampleBounds.keep(rest):
		return fmt.Errorf("more than %d elements in one list, or %d bytes of memory", MaxElems, maxNew)
	case Instant(s.At).IsZero():
		return fmt.Errorf("its time is in the year %d", s.At.Year())
	case !known && len(e.streams) >= maxStreams:
		return fmt.Errorf("more than %d sources and nodes", maxStreams)
	case !s.HAProxy.fits():
		return fmt.Errorf("more than %d rows", MaxElems)
	}
	return nil
}
