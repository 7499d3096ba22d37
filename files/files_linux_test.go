package files

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A new file gets the mode that the umask leaves; a replaced file keeps its mode, and a link stays a link.
func TestModes(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	text := func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }
	for _, tt := range []struct {
		umask int
		old   fs.FileMode // 0 = no old file
		want  fs.FileMode
	}{
		{0o022, 0, 0o644}, {0o077, 0, 0o600}, {0o002, 0, 0o664}, {0, 0, 0o666},
		{0o022, 0o600, 0o600}, {0o022, 0o640, 0o640}, {0o077, 0o666, 0o666}, {0o022, 0o400, 0o400},
	} {
		syscall.Umask(0)
		dir := t.TempDir()
		path, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
		if tt.old != 0 {
			if err := os.WriteFile(path, []byte("old"), tt.old); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Symlink(path, link); err != nil {
			t.Fatal(err)
		}
		name := path
		if tt.old != 0 {
			name = link
		}
		syscall.Umask(tt.umask)
		if err := Write(name, text); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != tt.want {
			t.Errorf("%+v: mode %v, %v", tt, info.Mode(), err)
		}
		if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%+v: the link is no longer a link", tt)
		}
	}
}

// A write that fails half way leaves the old file unchanged and no temporary file.
func TestWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left")
	err := Write(path, func(w io.Writer) error {
		if found, _ := filepath.Glob(filepath.Join(dir, ".hadash-*")); len(found) != 1 {
			t.Errorf("temporary files: %v", found)
		} else if info, err := os.Stat(found[0]); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others can read the unfinished file: %v", info.Mode())
		}
		_, _ = io.WriteString(w, "half")
		return full
	})
	if !errors.Is(err, full) || !strings.Contains(err.Error(), path) {
		t.Errorf("%v", err)
	}
	text, _ := os.ReadFile(path)
	left, _ := os.ReadDir(dir)
	if string(text) != "old" || len(left) != 1 {
		t.Errorf("%q, %v", text, left)
	}
	if err := Write(filepath.Join(dir, "none", "file"), func(io.Writer) error { return nil }); err == nil || strings.Contains(err.Error(), ".hadash-") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// Abandon removes the temporary files that a process would leave behind if it exited now.
func TestAbandon(t *testing.T) {
	dir := t.TempDir()
	_ = Write(filepath.Join(dir, "file"), func(io.Writer) error {
		Abandon()
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
		return errors.New("ended")
	})
}

func TestReadRegular(t *testing.T) {
	dir := t.TempDir()
	pipe, path := filepath.Join(dir, "pipe"), filepath.Join(dir, "file")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{pipe: "a pipe", dir: "a folder", "/dev/zero": "a device", path + "x": "no such file", path: "longer than 4 bytes"} {
		if _, err := Read(name, 4); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if text, err := Read(path, 5); err != nil || string(text) != "12345" {
		t.Errorf("%q, %v", text, err)
	}
}

// A pipe is written to while a program reads it; without one, and for a folder, that is said.
func TestWriteIntoPipe(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	text := func(w io.Writer) error { _, err := io.WriteString(w, strings.Repeat("new", 1<<16)); return err }
	for path, want := range map[string]string{pipe: "write " + pipe + ": no program reads this pipe", dir: "write " + dir + ": it is a folder, not a regular file"} {
		if err := Write(path, text); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	read := make(chan string)
	go func() {
		got, _ := os.ReadFile(pipe)
		read <- string(got)
	}()
	for Write(pipe, text) != nil { // until it is opened
	}
	if got := <-read; len(got) != 3<<16 {
		t.Errorf("%d bytes", len(got))
	}
}

func TestReadNoName(t *testing.T) {
	if _, err := Read("", 4); err == nil || err.Error() != `open "": the file name is empty` {
		t.Errorf("%v", err)
	}
}
