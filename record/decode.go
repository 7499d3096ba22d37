package record

import (
	"bytes"
	"io"
	"time"
)

// decoder reads lines. It keeps the last reading of each HAProxy.
type decoder struct {
	streams map[stream]*HAProxy
	words   map[word]string // short texts
	looks   int             // for secrets in this Sample
	lists   int             // bytes of the elements of its lists
	strict  bool            // any valid JSON is read, not only as a Writer writes it
	where   []string        // path of the value that is invalid, from its end
	foreign int             // Samples with content that their source does not report
	buf     []byte
	need    need
	memory  memory
	work    work
	at      time.Time // of the last Sample
}

// damage is why a line is not a valid Sample: "is not a valid sample (K6.VUs)".
type damage struct{ text string }

func (d *damage) Error() string { return d.text }

// damaged returns the damage of a line; where is the path of the invalid value, "" if it is not known.
func damaged(where string) error {
	if where != "" {
		where = " (" + where + ")"
	}
	return &damage{"is not a valid sample" + where}
}

// newDecoder returns a decoder for a file of some size.
func newDecoder(size int64) *decoder {
	return &decoder{streams: map[stream]*HAProxy{}, words: map[word]string{}, work: newWork(size), memory: newMemory(maxMemory)}
}

// begin drops the kept readings: the next lines are complete.
func (d *decoder) begin() {
	for k := range d.streams {
		d.streams[k] = nil
	}
}

// next reads the first Sample of a text of whole lines, and returns the text after it.
func (d *decoder) next(text []byte) (s Sample, rest []byte, err error) {
	end := bytes.IndexByte(text, '\n')
	if end < 0 {
		if len(text) == 0 {
			return s, nil, io.EOF
		}
		return s, nil, &damage{"is not complete"}
	}
	s, err = d.line(text[:end])
	return s, text[end+1:], err
}

// line reads the line of a Sample. An invalid one gives a damage; a Sample beyond a limit gives the error of that limit.
func (d *decoder) line(line []byte) (s Sample, err error) {
	d.looks = 0
	if len(line) > maxSample {
		return s, errTooMuch
	}
	own, reading := line, []byte(nil)
	if i := bytes.Index(line, haproxyKey); i >= 0 {
		own, reading = line[:i], line[i+len(haproxyKey)-1:]
	}
	need := weigh(own)
	if need.bytes > maxNew {
		return s, errTooMuch
	}
	if s, err = d.own(own, reading != nil); err != nil {
		return s, err
	}
	d.need = need
	k := stream{s.Source, s.Node}
	was, known := d.streams[k]
	if !known && len(d.streams) >= maxStreams {
		return s, errSources
	}
	d.streams[k] = was
	if reading != nil {
		if s.HAProxy, err = d.reading(reading, was); err != nil {
			return s, err
		}
		d.streams[k] = s.HAProxy
	}
	if !d.memory.add(k, d.need.bytes) {
		return s, errHeld
	}
	d.at = s.At
	if !d.work.add(&s, len(line), d.need.objects+stepElems*d.looks, len(d.streams)) {
		return s, errEnough
	}
	if !s.belonging() {
		d.foreign++
	}
	return s, nil
}

// own reads a Sample without a HAProxy's reading. open means that the end of the line is missing.
func (d *decoder) own(line []byte, open bool) (s Sample, err error) {
	if open {
		d.buf = append(append(d.buf[:0], line...), '}')
		line = d.buf
	}
	if d.quick(line, &s) {
		return s, nil
	}
	return d.slow(line)
}

// reading reads a HAProxy's reading, up to the end of its line.
func (d *decoder) reading(text []byte, was *HAProxy) (*HAProxy, error) {
	p := &scanner{b: text}
	h := d.haproxy(p, was)
	p.want('}')
	switch {
	case d.need.bytes > maxNew:
		return nil, errTooMuch
	case p.bad || p.i != len(p.b):
		return nil, damaged("HAProxy")
	}
	if was != nil {
		d.need.bytes += h.size() // including what it shares with the previous one
	}
	return h, nil
}

// made records that elements of a list are allocated; the scanner goes bad if there are too many.
func (d *decoder) made(p *scanner, n, size int) {
	d.need.objects += n
	if d.need.bytes += n * size; d.need.bytes > maxNew {
		p.bad = true
	}
}

const (
	maxWord  = 32
	maxWords = 4096
)

// word is a short text of a recording, with whether it is an address.
type word struct {
	text    string
	address bool
}

// settled returns a text as a Sample may have it: a recording may be crafted for terminals, and an older hadash knew
// fewer secrets. Equal short texts share memory.
func (d *decoder) settled(raw []byte, address bool) string {
	if len(raw) > maxWord {
		return d.settle(string(raw), address)
	}
	if w, ok := d.words[word{string(raw), address}]; ok {
		return w
	}
	w := d.settle(string(raw), address)
	if len(d.words) < maxWords {
		d.words[word{string(raw), address}] = w
	}
	return w
}

func (d *decoder) settle(text string, address bool) string {
	d.need.bytes += len(text)
	kind := ""
	if address {
		kind = textAddress
	}
	text, looks := settler(kind)(text)
	d.looks += looks
	return text
}
