// Package state locates the directory for what must survive a process.
package state

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"strings"
)

// EngineID is a short name of an Engine, derived from its address.
func EngineID(host string) string {
	if path, ok := strings.CutPrefix(host, "unix://"); ok {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			host = "unix://" + real // /var/run is a link to /run: one Engine has one name
		}
	}
	sum := sha256.Sum256([]byte(host))
	return hex.EncodeToString(sum[:4])
}

// ErrNoHome reports that there is no directory for what must survive a process.
var ErrNoHome = errors.New("this user has no home directory: set HOME or XDG_STATE_HOME to a folder")

// MakeDir creates a directory below Root, and its parents. It rejects a relative path: nothing is written to the
// current directory.
func MakeDir(dir string) error {
	if !filepath.IsAbs(dir) {
		return ErrNoHome
	}
	return os.MkdirAll(dir, 0o700)
}

// Root is the directory for what must survive a process, by the XDG base directory specification. It is a relative path
// if the user has no home directory.
func Root() string {
	base := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(base) { // the specification says to ignore a relative path
		base = filepath.Join(home(), ".local", "state")
	}
	return filepath.Join(base, "hadash")
}

// home returns the user's home directory, also for a service that was started without $HOME.
func home() string {
	if home := os.Getenv("HOME"); filepath.IsAbs(home) {
		return home
	}
	if u, err := user.Current(); err == nil {
		return u.HomeDir
	}
	return ""
}
