//go:build unix

package file

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// watcher collects what is read of a file, and writes to it meanwhile. Its clock is that of synctest.
type watcher struct {
	t    *testing.T
	path string
	got  []string
	at   []time.Time
	err  chan error
	stop context.CancelFunc
}

func watch(t *testing.T, path string, since time.Time, o Options) *watcher {
	w := &watcher{t: t, path: path}
	f := New(path, o)
	w.follow(f, since)
	return w
}

func (w *watcher) follow(f *File, since time.Time) {
	ctx, stop := context.WithCancel(w.t.Context())
	w.stop, w.err = stop, make(chan error, 1)
	go func() {
		w.err <- f.Follow(ctx, since, func(at time.Time, _ bool, text []byte) {
			w.got, w.at = append(w.got, string(text)), append(w.at, at)
		})
	}()
	w.wait()
}

func (w *watcher) wait() {
	time.Sleep(3 * often)
	synctest.Wait()
}

func (w *watcher) add(path, text string) {
	w.t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.WriteString(text)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		w.t.Fatal(err)
	}
	w.wait()
}

func (w *watcher) rename(to string) {
	w.t.Helper()
	if err := os.Rename(w.path, to); err != nil {
		w.t.Fatal(err)
	}
}

func (w *watcher) want(lines ...string) {
	w.t.Helper()
	w.stop()
	if err := <-w.err; !errors.Is(err, context.Canceled) {
		w.t.Errorf("it ended with %v", err)
	}
	if !slices.Equal(w.got, lines) {
		w.t.Errorf("read %q, want %q", w.got, lines)
	}
}

func logIn(t *testing.T) string { return filepath.Join(t.TempDir(), "haproxy.log") }

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestLinesAsTheyAreWritten(t *testing.T) {
	path := logIn(t)
	put(t, path, "old\nhalf")
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, path, time.Now(), Options{})
		w.add(path, " a line\na\nb")
		if len(w.got) != 2 {
			t.Errorf("a line without an end was read: %q", w.got)
		}
		w.add(path, "b\r\n"+strings.Repeat("x", 40<<10)+"\nlast\n")
		w.want("half a line", "a", "bb", strings.Repeat("x", 16<<10), "last")
		for _, at := range w.at {
			if time.Since(at) > time.Minute {
				t.Errorf("read at %v", at)
			}
		}
	})
}

// The old file is read to its end, also what is written to it after the new one was begun.
func TestRotationByRenaming(t *testing.T) {
	path := logIn(t)
	put(t, path, "")
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, path, time.Now(), Options{})
		w.add(path, "1\n")
		w.rename(path + ".1")
		w.add(path+".1", "2\n")
		w.add(path, "") // logrotate's "create"
		w.add(path+".1", "3\nunended")
		w.add(path, "5\n")
		w.add(path+".1", " 4\n")
		w.rename(path + ".2")
		w.add(path, "6\n")
		w.add(path, "7\n")
		w.want("1", "2", "3", "5", "unended 4", "6", "7")
	})
}

// What is left of the old file's last line is read when it is closed.
func TestRotatedInTheMiddleOfALine(t *testing.T) {
	path := logIn(t)
	put(t, path, "")
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, path, time.Now(), Options{})
		w.add(path, "1\nunended")
		w.rename(path + ".1")
		w.add(path, "2\n")
		time.Sleep(2 * lingers)
		w.add(path+".1", "nobody reads this\n")
		w.want("1", "2", "unended")
	})
}

func TestTruncation(t *testing.T) {
	path := logIn(t)
	put(t, path, "before\n")
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, path, time.Now(), Options{})
		w.add(path, "1\nhalf")
		put(t, path, "") // copytruncate
		w.wait()
		w.add(path, "2\n")
		put(t, path, "as long as before, and longer, between two looks\n")
		w.wait()
		w.add(path, "3\n")
		put(t, path, "")
		if err := os.Truncate(path, 5000); err != nil { // a program that goes on where it was leaves a hole
			t.Fatal(err)
		}
		w.add(path, "4\n")
		w.want("1", "2", "as long as before, and longer, between two looks", "3", "4")
	})
}

// A file that is not there yet is an error that says so; all of it is new when it appears. One that is removed is read to its end, and again when it is back.
func TestNotThere(t *testing.T) {
	path := logIn(t)
	synctest.Test(t, func(t *testing.T) {
		f := New(path, Options{})
		for range 2 {
			err := f.Follow(t.Context(), time.Now(), func(time.Time, bool, []byte) { t.Error("a line") })
			if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "when it appears") {
				t.Errorf("%v", err)
			}
		}
		put(t, path, "1\n")
		w := &watcher{t: t, path: path}
		w.follow(f, time.Now())
		w.add(path, "2\n")
		open, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintln(open, "3"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * missed)
		if err := <-w.err; err == nil || !strings.Contains(err.Error(), "it was removed") {
			t.Errorf("%v", err)
		}
		if _, err := fmt.Fprintln(open, "4"); err != nil {
			t.Fatal(err)
		}
		w.follow(f, time.Now())
		if err := <-w.err; err == nil {
			t.Error("it is still not there")
		}
		put(t, path, "5\n")
		w.follow(f, time.Now())
		w.add(path, "6\n")
		w.want("1", "2", "3", "4", "5", "6")
		_ = open.Close()
	})
}

// stamped are n lines a second apart, the last one at an instant.
func stamped(n int, last time.Time) (out []string) {
	for i := range n {
		out = append(out, last.Add(time.Duration(i-n+1)*time.Second).UTC().Format(time.RFC3339)+" line")
	}
	return out
}

func text(lines []string) string { return strings.Join(lines, "\n") + "\n" }

// Of a large file only the end is read.
func TestHistory(t *testing.T) {
	path := logIn(t)
	now := time.Now().Truncate(time.Second)
	lines := stamped(200_000, now)
	put(t, path, text(lines))
	for _, n := range []int{1, 7, 3000, 150_000, 200_000} {
		synctest.Test(t, func(t *testing.T) {
			since := now.Add(-time.Duration(n-1) * time.Second)
			w := watch(t, path, since, Options{})
			w.add(path, "")
			w.want(lines[len(lines)-n:]...)
		})
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	counted := &counting{file: file}
	f := New(path, Options{})
	info, _ := file.Stat()
	p := past{clock: f.clock, since: now.Add(-time.Minute), year: info.ModTime()}
	if at := p.first(counted, info); info.Size()-at > 1<<20 || counted.read > 1<<20 {
		t.Errorf("of %d bytes, %d were searched, and it begins %d before the end", info.Size(), counted.read, info.Size()-at)
	}
	_ = file.Close()
}

type counting struct {
	file *os.File
	read int64
}

func (c *counting) ReadAt(into []byte, at int64) (int, error) {
	n, err := c.file.ReadAt(into, at)
	c.read += int64(n)
	return n, err
}

// A line without a time is as old as the one before it. Of a file in which none has one, nothing is known to be new enough.
func TestHistoryWithoutTimes(t *testing.T) {
	path := logIn(t)
	now := time.Now().Truncate(time.Second)
	all := stamped(3, now)
	put(t, path, "first\n"+all[0]+"\nof the first\n"+all[1]+"\nof the second\n"+all[2]+"\n")
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, path, now.Add(-time.Second), Options{})
		w.want(all[1], "of the second", all[2])
	})
	put(t, path, "a\nb\n")
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, path, now.Add(-time.Hour), Options{})
		w.add(path, "c\n")
		w.want("c")
	})
	put(t, path, "a\nb\n")
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, path, time.Time{}, Options{})
		w.want("a", "b")
	})
}

// The files that rotation left behind are read if they are asked for, the oldest first.
func TestRotatedFiles(t *testing.T) {
	path := logIn(t)
	now := time.Now().Truncate(time.Second)
	all := stamped(40, now)
	put(t, path, text(all[30:]))
	old := func(name, text string, last int, packed bool) {
		f, err := os.Create(path + name)
		if err != nil {
			t.Fatal(err)
		}
		if packed {
			z := gzip.NewWriter(f)
			_, _ = z.Write([]byte(text))
			err = z.Close()
		} else {
			_, err = f.WriteString(text)
		}
		at := now.Add(time.Duration(last-39) * time.Second)
		if err = errors.Join(err, f.Close(), os.Chtimes(path+name, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	old(".1", text(all[20:30]), 29, false)
	old(".2.gz", text(all[10:20]), 19, true)
	old("-20261120.gz", text(all[:10]), 9, true)
	old(".bak", "another\n", 39, false)
	for _, n := range []int{5, 15, 25, 40} {
		for _, rotated := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				w := watch(t, path, now.Add(-time.Duration(n-1)*time.Second), Options{Rotated: rotated})
				if !rotated {
					n = min(n, 10)
				}
				w.add(path, "")
				w.want(all[40-n:]...)
			})
		}
	}
}

// A program in another zone than this machine is known by the last line of its file, which was written when the file was changed last.
func TestZoneOfAFile(t *testing.T) {
	path := logIn(t)
	now := time.Now()
	far := now.Add(7*time.Hour + 45*time.Minute).In(time.Local) // as its clock shows it
	line := far.Format("2006/01/02 15:04:05") + " [error] x"
	put(t, path, line+"\n")
	synctest.Test(t, func(t *testing.T) {
		w := watch(t, path, now.Add(-time.Minute), Options{})
		w.want(line)
		if len(w.at) == 1 && w.at[0].Sub(now).Abs() > 2*time.Second {
			t.Errorf("%v, and it was written at %v", w.at[0], now)
		}
	})
	synctest.Test(t, func(t *testing.T) { // a zone that is given is right
		w := watch(t, path, now.Add(-time.Minute), Options{Zone: time.FixedZone("", int(now.In(time.Local).Sub(far).Seconds()))})
		w.want(line)
		if len(w.at) == 1 && w.at[0].Sub(now) < 7*time.Hour {
			t.Errorf("%v", w.at[0])
		}
	})
}

func TestNamedPipe(t *testing.T) {
	path := logIn(t)
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	got, ended := make(chan string), make(chan error)
	go func() {
		ended <- New(path, Options{}).Follow(ctx, time.Now(), func(_ time.Time, _ bool, text []byte) { got <- string(text) })
	}()
	for _, part := range [][]string{{"a\n", "b\n"}, {"c"}} {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range part {
			if _, err := f.WriteString(line); err != nil {
				t.Fatal(err)
			}
		}
		_ = f.Close()
		for _, line := range part {
			if is := <-got; is != strings.TrimSpace(line) {
				t.Errorf("read %q, want %q", is, line)
			}
		}
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// An error says what is wrong, and what to try.
func TestErrors(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir: "it is a folder, not a regular file",
		"":  "the file name is empty",
	} {
		if err := New(path, Options{}).Follow(t.Context(), time.Time{}, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", path, err, want)
		}
	}
}
