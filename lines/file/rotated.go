package file

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hadash/files"
	"hadash/lines/cut"
)

// maxRotated limits how many files that rotation left behind are read.
const maxRotated = 100

// rotated returns the files that rotation left behind and that hold lines since an instant, the oldest first: "haproxy.log.1", "haproxy.log.2.gz",
// "haproxy.log-20261123.gz". now is the file itself.
func rotated(path string, since time.Time, now os.FileInfo) []string {
	type sibling struct {
		name    string
		changed time.Time
	}
	var all []sibling
	entries, _ := os.ReadDir(filepath.Dir(path)) // a folder that cannot be listed has none that are known
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), filepath.Base(path))
		if !ok || !isNumbered(rest) {
			continue
		}
		info, err := os.Stat(filepath.Join(filepath.Dir(path), e.Name()))
		if err == nil && info.Mode().IsRegular() && !os.SameFile(info, now) && !info.ModTime().Before(since.Add(-slack)) {
			all = append(all, sibling{filepath.Join(filepath.Dir(path), e.Name()), info.ModTime()})
		}
	}
	slices.SortFunc(all, func(a, b sibling) int {
		return cmp.Or(a.changed.Compare(b.changed), -cmp.Compare(len(a.name), len(b.name)), -cmp.Compare(a.name, b.name))
	})
	var out []string
	for _, s := range all[max(0, len(all)-maxRotated):] {
		out = append(out, s.name)
	}
	return out
}

// isNumbered reports whether the end of a name is one that rotation gives: ".1", "-20261123.gz", "-20261123-1796065664".
func isNumbered(end string) bool {
	end = strings.TrimSuffix(end, ".gz")
	if len(end) < 2 || end[0] != '.' && end[0] != '-' {
		return false
	}
	return strings.Trim(end, ".-0123456789") == "" && end[len(end)-1]-'0' <= 9
}

// sibling reads a file that rotation left behind. One that cannot be read, or was rotated further meanwhile, is left out.
func (p *past) sibling(ctx context.Context, name string) error {
	file, err := files.Open(name)
	if err != nil {
		return nil //nolint:nilerr // the lines in it are missing, and those after them are not
	}
	defer func() { _ = file.Close() }() // it was only read
	info, err := file.Stat()
	if err != nil {
		return nil //nolint:nilerr // as above
	}
	p.year, p.last = info.ModTime(), time.Time{}
	if !strings.HasSuffix(name, ".gz") {
		t := tail{file: file, at: p.first(file, info)}
		err := t.read(ctx, info.Size(), p.line)
		t.lines.Rest(p.line)
		return err
	}
	packed, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		return nil //nolint:nilerr // it is being written
	}
	return readAll(ctx, packed, p.line)
}

// readAll reads the lines of a reader, as far as it can be read.
func readAll(ctx context.Context, from io.Reader, each func(line []byte)) error {
	var lines cut.Cutter
	buffer := make([]byte, chunk)
	for ctx.Err() == nil {
		n, err := from.Read(buffer)
		lines.Cut(buffer[:n], each)
		if errors.Is(err, io.EOF) || err != nil {
			lines.Rest(each)
			return nil //nolint:nilerr // a damaged end is left out
		}
	}
	return ctx.Err()
}
