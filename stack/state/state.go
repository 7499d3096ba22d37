// Package state is where hadash keeps on this machine what must survive a process.
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

// EngineID is a short name of an Engine, by where it is reached.
func EngineID(host string) string {
	if path, ok := strings.CutPrefix(host, "unix://"); ok {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			host = "unix://" + real // /var/run is /run: one Engine has one name
		}
	}
	sum := sha256.Sum256([]byte(host))
	return hex.EncodeToString(sum[:4])
}

// ErrNoHome says that there is no place for what must survive a process.
var ErrNoHome = errors.New("this user has no home directory: set HOME or XDG_STATE_HOME to a folder")

// MakeDir makes a folder below Root and those above it. Nothing goes where this process only happens to be.
func MakeDir(dir string) error {
	if !filepath.IsAbs(dir) {
		return ErrNoHome
	}
	return os.MkdirAll(dir, 0o700)
}

// Root is where the XDG base directory specification puts what must survive a process; no absolute path where a user
// has no home.
func Root() string {
	base := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(base) { // it says to ignore a relative one
		base = filepath.Join(home(), ".local", "state")
	}
	return filepath.Join(base, "hadash")
}

// home is the user's home directory, also for a service that is started without $HOME.
func home() string {
	if home := os.Getenv("HOME"); filepath.IsAbs(home) {
		return home
	}
	if u, err := user.Current(); err == nil {
		return u.HomeDir
	}
	return ""
}
