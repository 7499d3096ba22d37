package stack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// aloneRetry is the time between two tries to be the one that makes a thing.
const aloneRetry = 200 * time.Millisecond

// alone makes one hadash of this user at a time make a thing on this Engine: an image, or a project's containers. Who
// comes second waits until the first is done or dead, having said so, and had better look whether anything is left to do.
// Where no lock can be had at all it goes on without: the second would only do the work again.
func (p *Project) alone(ctx context.Context, thing string, waits func()) (release func(), waited bool, err error) {
	name := fmt.Sprintf("%s.%08x.lock", engineID(p.api.DaemonHost()), crc32.ChecksumIEEE([]byte(thing)))
	lock := flock.New(filepath.Join(stateRoot(), "making", name), flock.SetPermissions(0o600))
	mine := stateDir(filepath.Dir(lock.Path())) == nil
	if mine {
		mine, err = lock.TryLock()
		waited = err == nil && !mine
	}
	if waited {
		waits()
		mine, _ = lock.TryLockContext(ctx, aloneRetry)
	}
	switch {
	case ctx.Err() != nil:
		return nil, waited, errors.Join(ctx.Err(), lock.Unlock())
	case !mine:
		return func() {}, waited, nil
	}
	return func() { _ = lock.Unlock() }, waited, nil
}

// engineID is a short name of an Engine, by where it is reached.
func engineID(host string) string {
	if path, ok := strings.CutPrefix(host, "unix://"); ok {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			host = "unix://" + real // /var/run is /run: one Engine has one name
		}
	}
	sum := sha256.Sum256([]byte(host))
	return hex.EncodeToString(sum[:4])
}

// errNoHome says that there is no place for what must survive a process.
var errNoHome = errors.New("this user has no home directory: set HOME or XDG_STATE_HOME to a folder")

// stateDir makes a folder of stateRoot's and those above it. Nothing goes where this process only happens to be.
func stateDir(dir string) error {
	if !filepath.IsAbs(dir) {
		return errNoHome
	}
	return os.MkdirAll(dir, 0o700)
}

// stateRoot is where the XDG base directory specification puts what must survive a process; no absolute path where a user
// has no home.
func stateRoot() string {
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
