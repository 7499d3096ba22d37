package machine

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"hadash/attach"
	"hadash/conf/balancer"
	"hadash/files"
	"hadash/host"
)

// view is the files below a folder, as a program sees them that has it for its root: links lead to what is below it.
type view struct{ base string }

// Files reads the files of this machine.
func Files() attach.Reader { return view{} }

const (
	maxLinks  = 40
	maxFile   = 1 << 20
	maxFolder = 4 << 20
)

// at returns where a path is, without links. What does not exist is where it would be.
func (v view) at(name string) string {
	done, todo := "/", strings.Split(path.Clean("/"+name), "/")
	for links := 0; len(todo) > 0; {
		part := todo[0]
		todo = todo[1:]
		if part == "" {
			continue
		}
		next := path.Join(done, part)
		to, err := os.Readlink(v.plain(next))
		if err != nil || path.Base(next) == "root" && path.Dir(path.Dir(next)) == "/proc" { // that link leads to "/" of other mounts

			done = next
			continue
		}
		if links++; links > maxLinks {
			break
		}
		if !path.IsAbs(to) {
			to = path.Join(done, to)
		}
		done, todo = "/", append(strings.Split(path.Clean(to), "/"), todo...)
	}
	return done
}

// plain is a path without links, as this machine has it.
func (v view) plain(name string) string { return filepath.Join("/", v.base, filepath.FromSlash(name)) }

// real is where this machine has what a path leads to.
func (v view) real(name string) string { return v.plain(v.at(name)) }

func (v view) stat(name string) (fs.FileInfo, error) { return os.Lstat(v.real(name)) }

func (v view) exists(name string) bool {
	_, err := v.stat(name)
	return err == nil
}

// hidden reports whether something may be there that cannot be looked at.
func (v view) hidden(name string) bool {
	_, err := v.stat(name)
	return errors.Is(err, fs.ErrPermission)
}

func (v view) text(name string) (string, error) {
	text, err := files.Read(v.real(name), maxFile)
	return string(text), err
}

// Read returns a file, as attach reads it. Links have been followed.
func (v view) Read(_ context.Context, _, name string) (host.File, error) {
	real := v.real(name)
	text, err := files.Read(real, maxFile)
	if err != nil {
		return host.File{}, why(err)
	}
	out := host.File{Text: text}
	if info, err := os.Lstat(real); err == nil {
		out.Changed = info.ModTime()
	}
	return out, nil
}

// why is the reason of an error, without the path: where this machine has a file is not how it is called.
func why(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

const maxDeep = 6

// Folder returns the files below a folder, at most 4 MiB of them, under the paths by which nginx includes them.
func (v view) Folder(ctx context.Context, _, name string) (out []balancer.File, err error) {
	if _, err := os.ReadDir(v.real(name)); err != nil {
		return nil, err
	}
	room := maxFolder
	var walk func(folder string, deep int)
	walk = func(folder string, deep int) {
		entries, err := os.ReadDir(v.real(folder))
		if err != nil || deep > maxDeep {
			return
		}
		for _, e := range entries {
			inner := path.Join(folder, e.Name())
			info, err := v.stat(inner)
			switch {
			case err != nil:
			case info.IsDir() && e.IsDir():
				walk(inner, deep+1)
			case info.Mode().IsRegular():
				f, err := v.Read(ctx, "", inner)
				if room -= len(f.Text); err == nil && room >= 0 {
					out = append(out, balancer.File{Path: inner, Text: f.Text, Changed: f.Changed})
				}
			}
		}
	}
	walk(path.Clean(name), 0)
	return out, nil
}

// glob lists the files of a pattern, in order.
func (v view) glob(pattern string) []string {
	if !strings.ContainsAny(pattern, "*?[") {
		return []string{pattern}
	}
	entries, err := os.ReadDir(v.real(path.Dir(pattern)))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if ok, err := path.Match(path.Base(pattern), e.Name()); ok && err == nil {
			out = append(out, path.Join(path.Dir(pattern), e.Name()))
		}
	}
	slices.Sort(out)
	return out
}

// lines are those of a file; none if it cannot be read.
func (v view) lines(name string) (out []string) {
	text, err := v.text(name)
	if err != nil {
		return nil
	}
	s := bufio.NewScanner(bytes.NewReader([]byte(text)))
	s.Buffer(nil, maxFile)
	for s.Scan() {
		out = append(out, s.Text())
	}
	return out
}

// groups reads the machine's groups.
func (v view) groups() map[string]int {
	out := map[string]int{}
	for _, line := range v.lines("/etc/group") {
		words := strings.Split(line, ":")
		if len(words) < 3 {
			continue
		}
		if n, err := strconv.Atoi(words[2]); err == nil {
			out[words[0]] = n
		}
	}
	return out
}
