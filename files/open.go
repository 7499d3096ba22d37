// Package files reads and writes the files that users name.
package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Open opens a regular file for reading. A pipe, a device or a socket is refused, since reading it may never end; so is a
// folder. The error names the path and the reason.
func Open(path string) (*os.File, error) {
	if path == "" {
		return nil, &fs.PathError{Op: "open", Path: `""`, Err: errors.New("the file name is empty")}
	}
	info, err := os.Stat(path) // before opening: opening a pipe waits for its other end
	if err == nil && !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New(notRegular(info.Mode()))}
	}
	return os.Open(path)
}

// notRegular says what a path is instead of a regular file.
func notRegular(m fs.FileMode) string {
	kind := "something else"
	switch {
	case m.IsDir():
		kind = "a folder"
	case m&fs.ModeNamedPipe != 0:
		kind = "a pipe"
	case m&fs.ModeSocket != 0:
		kind = "a socket"
	case m&fs.ModeDevice != 0:
		kind = "a device"
	}
	return "it is " + kind + ", not a regular file"
}

// Read reads a whole regular file of at most most bytes; a longer one is an error.
func Read(path string, most int64) ([]byte, error) {
	text, _, err := ReadInfo(path, most)
	return text, err
}

// ReadInfo is Read, and says what file it was that was read.
func ReadInfo(path string, most int64) ([]byte, fs.FileInfo, error) {
	f, err := Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("it is longer than %d bytes", most)}
	}
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	return text, info, err
}
