package file

import (
	"bytes"
	"context"
	"io"
	"os"
	"time"

	"hadash/lines/cut"
	"hadash/lines/dated"
)

const (
	// slack is how far lines may be out of their order.
	slack = 5 * time.Second
	// near is how near to the first line that is wanted a search in a large file ends.
	near = 1 << 20
)

// history reads the lines since an instant that are in the file already, and in those that rotation left behind.
func (f *File) history(ctx context.Context, since time.Time, each Each) error {
	info, err := f.now.file.Stat()
	if err != nil {
		return err
	}
	f.clock.Live = false
	p := past{clock: f.clock, since: since, each: each, year: info.ModTime()}
	p.zone(f.now.file, info)
	begin := p.first(f.now.file, info)
	if begin == 0 && f.o.Rotated {
		for _, name := range rotated(f.path, since, info) {
			if err := p.sibling(ctx, name); err != nil {
				return err
			}
		}
		p.year = info.ModTime()
	}
	f.now.at = begin
	return f.now.read(ctx, info.Size(), p.line)
}

// past reads lines that were written before.
type past struct {
	clock *dated.Clock
	since time.Time
	each  Each
	year  time.Time // the last change of their file, for dates without a year
	last  time.Time // of the last line that has one
}

func (p *past) line(line []byte) {
	at := p.last
	if t, ok := p.clock.Read(line, p.year); ok {
		at, p.last = t.At, t.At
	}
	switch {
	case p.since.IsZero() && at.IsZero():
		p.each(time.Now(), false, line)
	case !at.Before(p.since) && !at.IsZero():
		p.each(at, false, line)
	}
}

// zone finds the zone of the file by its last line, which was written when it was changed last.
func (p *past) zone(file io.ReaderAt, info os.FileInfo) {
	end := make([]byte, min(info.Size(), cut.Longest))
	n, _ := file.ReadAt(end, info.Size()-int64(len(end))) // what cannot be read now cannot be read later
	end = bytes.TrimRight(end[:n], "\n")
	end = end[bytes.LastIndexByte(end, '\n')+1:]
	if t, ok := dated.New(nil).Read(end, p.year); ok {
		p.clock.Compare(t, info.ModTime())
	}
}

// first returns where to read from: the start of a line before the first one that is wanted; the end if there is none, or if no line has a time. It
// searches from the end, in steps that double: a file may be large, and its end is what is asked for.
func (p *past) first(file io.ReaderAt, info os.FileInfo) int64 {
	size := info.Size()
	if p.since.IsZero() {
		return 0
	}
	if info.ModTime().Before(p.since.Add(-slack)) {
		return lineStart(file, size)
	}
	wanted := p.since.Add(-slack)
	low, high, found := int64(0), size, false
	for step := int64(chunk); step < size; step *= 2 {
		at, ok := p.timeAt(file, size-step)
		found = found || ok
		if ok && at.Before(wanted) {
			low = size - step
			break
		}
		if ok {
			high = size - step
		}
	}
	if !found {
		if _, ok := p.timeAt(file, 0); !ok {
			return lineStart(file, size)
		}
	}
	for high-low > near {
		middle := low + (high-low)/2
		at, ok := p.timeAt(file, middle)
		if !ok {
			break
		}
		if at.Before(wanted) {
			low = middle
		} else {
			high = middle
		}
	}
	if low == 0 {
		return 0
	}
	return lineAfter(file, low)
}

// timeAt returns the time of the first line with one that begins soon after a place.
func (p *past) timeAt(file io.ReaderAt, place int64) (time.Time, bool) {
	text := make([]byte, chunk)
	n, _ := file.ReadAt(text, place) // at the end it is shorter
	text = text[:n]
	if place > 0 {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	for len(text) > 0 {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		if t, ok := p.clock.Read(line, p.year); ok {
			return t.At, true
		}
	}
	return time.Time{}, false
}

// lineAfter returns where the first line begins after a place.
func lineAfter(file io.ReaderAt, place int64) int64 {
	text := make([]byte, chunk)
	n, _ := file.ReadAt(text, place)
	return place + int64(bytes.IndexByte(text[:n], '\n')) + 1
}

// lineStart returns where the last line begins that has no end yet; the end of the file if there is none.
func lineStart(file io.ReaderAt, size int64) int64 {
	text := make([]byte, min(size, cut.Longest))
	n, _ := file.ReadAt(text, size-int64(len(text)))
	return size - int64(n) + int64(bytes.LastIndexByte(text[:n], '\n')) + 1
}
