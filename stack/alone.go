package stack

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"path/filepath"
	"time"

	"hadash/journal/state"

	"github.com/gofrs/flock"
)

// aloneRetry is the time between two attempts to take the lock.
const aloneRetry = 200 * time.Millisecond

// alone locks the making of a thing, an image or a project's containers, against other hadash processes of this user on
// this Engine. If another process holds the lock, alone calls waits, waits until that process is done or dead, and
// returns waited; the caller should then check whether anything is left to do. Without a working lock the caller
// continues all the same: a second process would only repeat the work.
func (p *Project) alone(ctx context.Context, thing string, waits func()) (release func(), waited bool, err error) {
	name := fmt.Sprintf("%s.%08x.lock", state.EngineID(p.api.DaemonHost()), crc32.ChecksumIEEE([]byte(thing)))
	lock := flock.New(filepath.Join(state.Root(), "making", name), flock.SetPermissions(0o600))
	mine := state.MakeDir(filepath.Dir(lock.Path())) == nil
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
