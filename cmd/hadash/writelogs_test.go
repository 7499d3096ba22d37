package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// A file of log lines is written completely, with the time in its name, or not at all.
func TestWriteLogs(t *testing.T) {
	t.Chdir(t.TempDir())
	at := time.Date(2026, 11, 24, 20, 30, 0, 0, time.Local)
	path, err := writeLogs(context.Background(), at, func(w io.Writer) error {
		_, err := io.WriteString(w, "a line\n")
		return err
	})
	if err != nil || path != "hadash-logs-20261124-203000.log" {
		t.Fatalf("%q, %v", path, err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "a line\n" {
		t.Errorf("%q, %v", text, err)
	}
	broken := errors.New("disk full")
	_, err = writeLogs(context.Background(), at.Add(time.Second), func(w io.Writer) error {
		_, _ = io.WriteString(w, "half a")
		return broken
	})
	if files, _ := os.ReadDir("."); !errors.Is(err, broken) || len(files) != 1 || !strings.Contains(err.Error(), "hadash-logs-20261124-203001.log") {
		t.Errorf("%v; %d files", err, len(files))
	}
}
