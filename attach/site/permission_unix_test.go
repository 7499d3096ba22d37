//go:build unix

package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Nobody is told to join the group root.
func TestNobodyJoinsRoot(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root makes files of the group root")
	}
	path := filepath.Join(t.TempDir(), "haproxy.log")
	if err := os.WriteFile(path, nil, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 0, 0); err != nil {
		t.Fatal(err)
	}
	if got := groupOf(path); strings.Contains(got, "usermod") || !strings.Contains(got, "setfacl -m u:") || !strings.HasSuffix(got, ":r "+path) {
		t.Error(got)
	}
}
