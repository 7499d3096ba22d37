package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// pictureBeside is where the picture of a markdown document goes: beside it, by its name. It is "" for what is no
// file of its own: beside standard output, a pipe or a device nothing is written.
func pictureBeside(out string) string {
	if toStdout(out) {
		return ""
	}
	if info, err := os.Stat(out); err == nil && !info.Mode().IsRegular() {
		return ""
	}
	return strings.TrimSuffix(out, filepath.Ext(out)) + ".svg"
}

func toStdout(out string) bool { return out == "" || out == "-" }

// drawn is a picture as bytes.
func drawn(write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	err := write(&b)
	return b.Bytes(), err
}

// writeNoted writes a file whole, and says so.
func writeNoted(path string, talk io.Writer, write func(io.Writer) error) error {
	if err := writeWhole(path, write); err != nil {
		return err
	}
	fmt.Fprintln(talk, "hadash: wrote", path)
	return nil
}
