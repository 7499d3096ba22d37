// Package file follows a log file by its name, across everything that happens to it: rotation by renaming, by copying and truncating, removal.
//
// It looks at the file ten times a second. inotify (fsnotify) would be told a little sooner, but not on network file systems and bind mounts, and it
// would have to look as well wherever its watches are used up; a look is one system call, and an idle file costs 0.1 % of a processor.
package file

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"hadash/lines/dated"
)

// Options of a File. The zero value is ready.
type Options struct {
	// Zone is that of times that do not name theirs; nil = found out.
	Zone *time.Location
	// Rotated reads the files that rotation left behind, "haproxy.log.1" and "haproxy.log.2.gz", if the lines asked for begin there.
	Rotated bool
	// Every is how often the file is looked at; 0 = 100 ms.
	Every time.Duration
}

// File is a log file, or a named pipe. It is followed by one caller at a time.
type File struct {
	path  string
	o     Options
	clock *dated.Clock

	// What is known after an error: the file is followed from there on, without a line twice.
	now  *tail
	old  []*tail // rotated away, and perhaps still written
	lost bool    // it was not there, so that all of it is new
	gone time.Time
}

const (
	often = 100 * time.Millisecond
	// lingers is how long a file that was rotated is read for the lines of those who have not opened the new one yet.
	lingers = 5 * time.Second
	// missed is how long a file may be away while it is rotated.
	missed = 10 * time.Second
)

// Each is called for every line: when it was written, and its text, which is valid until the call returns.
type Each = func(at time.Time, stderr bool, text []byte)

// New returns the log file with a name. It need not exist.
func New(path string, o Options) *File {
	if o.Every == 0 {
		o.Every = often
	}
	return &File{path: path, o: o, clock: dated.New(o.Zone)}
}

// Follow calls each for every line that was written since an instant, and for every line that is written now, until ctx ends. A line without a time
// is as old as the one before it; if no line has one, only new ones are known to be. It returns an error if the file cannot be read or is not there;
// called again it goes on where it was.
func (f *File) Follow(ctx context.Context, since time.Time, each Each) error {
	err := f.follow(ctx, since, each)
	if ctx.Err() != nil {
		f.close()
		return ctx.Err()
	}
	return err
}

func (f *File) follow(ctx context.Context, since time.Time, each Each) error {
	if f.now == nil {
		file, err := open(f.path)
		if err != nil {
			f.lost = f.lost || errors.Is(err, fs.ErrNotExist)
			return explained(f.path, err)
		}
		if isPipe(file) {
			return f.pipe(ctx, file, since, each)
		}
		f.now = &tail{file: file}
		if !f.lost {
			if err := f.history(ctx, since, each); err != nil {
				f.close()
				return explained(f.path, err)
			}
		}
		f.lost = false
	}
	f.clock.Live = true
	live := func(line []byte) {
		at, _ := f.clock.At(line, time.Now())
		each(at, false, line)
	}
	tick := time.NewTicker(f.o.Every)
	defer tick.Stop()
	for {
		if err := f.look(ctx, live); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// look reads what is new.
func (f *File) look(ctx context.Context, live func(line []byte)) error {
	if err := f.linger(ctx, live); err != nil {
		return explained(f.path, err)
	}
	is, err := os.Stat(f.path)
	if err == nil && f.now.is(is) {
		f.gone = time.Time{}
		return explained(f.path, f.now.read(ctx, is.Size(), live))
	}
	if err := f.now.readAll(ctx, live); err != nil {
		return explained(f.path, err)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return f.away()
	case err != nil:
		return explained(f.path, err)
	case is.Size() == 0: // those who write may not have opened it yet
		f.gone = time.Time{}
		return nil
	}
	file, err := open(f.path)
	if err != nil {
		return explained(f.path, err)
	}
	f.now.until = time.Now().Add(lingers)
	f.old = append(f.old, f.now)
	f.now, f.gone = &tail{file: file}, time.Time{}
	return explained(f.path, f.now.readAll(ctx, live))
}

// away returns an error if the file has been away for longer than a rotation takes.
func (f *File) away() error {
	if f.gone.IsZero() {
		f.gone = time.Now()
	}
	if time.Since(f.gone) < missed {
		return nil
	}
	return fmt.Errorf("read %s: it was removed; it is read again when it is back", f.path)
}

// linger reads the files that were rotated away, and closes those that nobody writes any more.
func (f *File) linger(ctx context.Context, live func(line []byte)) error {
	var kept []*tail
	for _, t := range f.old {
		if err := t.readAll(ctx, live); err != nil {
			return err
		}
		if time.Now().Before(t.until) {
			kept = append(kept, t)
			continue
		}
		t.lines.Rest(live)
		t.close()
	}
	f.old = kept
	return nil
}

// close forgets where it was.
func (f *File) close() {
	for _, t := range f.old {
		t.close()
	}
	if f.now != nil {
		f.now.close()
	}
	f.now, f.old, f.lost, f.gone = nil, nil, false, time.Time{}
}
