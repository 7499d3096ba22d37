//go:build unix

package files

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Who may read a file is said with what lets another one.
func TestWhoMay(t *testing.T) {
	for _, c := range []struct {
		mode  fs.FileMode
		group string
		want  string
	}{
		{0o640, "adm", "/l belongs to root:adm, mode 0640; its group may read it: usermod -aG adm joe, and log in again"},
		{0o600, "adm", "/l belongs to root:adm, mode 0600; only root may read it: setfacl -m u:joe:r /l"},
		{0o640, "root", "/l belongs to root:root, mode 0640; only root may read it: setfacl -m u:joe:r /l"},
	} {
		if got := said("/l", "root", c.group, "joe", ToRead, c.mode); got != c.want {
			t.Errorf("%s\nwant %s", got, c.want)
		}
	}
}

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
	if got := WhoMay(path, ToRead); strings.Contains(got, "usermod") || !strings.Contains(got, "setfacl -m u:") || !strings.HasSuffix(got, ":r "+path) {
		t.Error(got)
	}
}
