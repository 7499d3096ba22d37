package stdin

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestReadOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	now := time.Now().UTC()
	text := now.Add(-time.Hour).Format(time.RFC3339) + " old\nof the old one\n" + now.Format(time.RFC3339) + " new\nlast"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	i := New(file, Options{})
	var got []string
	err = i.Follow(ctx, now.Add(-time.Minute), func(_ time.Time, _ bool, text []byte) {
		if got = append(got, string(text)); string(text) == "last" {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || !slices.Equal(got, []string{now.Format(time.RFC3339) + " new", "last"}) {
		t.Errorf("%q, %v", got, err)
	}
	if err := i.Follow(t.Context(), now, nil); err == nil || !strings.Contains(err.Error(), "only once") {
		t.Errorf("%v", err)
	}
}

// It is stopped while nothing is written.
func TestStopped(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = r.Close(), w.Close() }()
	ctx, stop := context.WithCancel(t.Context())
	if _, err := w.WriteString("a\nb"); err != nil {
		t.Fatal(err)
	}
	err = New(r, Options{}).Follow(ctx, time.Time{}, func(_ time.Time, _ bool, text []byte) {
		if string(text) != "a" {
			t.Errorf("%q", text)
		}
		stop()
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestNothing(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = null.Close() }()
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer stop()
	if err := New(null, Options{}).Follow(ctx, time.Time{}, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}
