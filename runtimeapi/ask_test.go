package runtimeapi

import (
	"context"
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Of a socket that never answers it is not said that a question may have changed something; a command may have.
func TestUnansweredQuestion(t *testing.T) {
	at := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	b := Balancer{Node: "lb", Admin: &url.URL{Scheme: "unix", Path: at}}
	for line, want := range map[string]bool{"show cli level": false, "get weight a/b": false, "set server a/b state drain": true} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		_, err := b.askHere(ctx, line)
		cancel()
		if !errors.Is(err, ErrDoubt) || !strings.Contains(err.Error(), "does not answer") || strings.Contains(err.Error(), "taken effect") != want {
			t.Errorf("%s: %v", line, err)
		}
	}
}
