package stack

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"path/filepath"
	"time"

	"hadash/stack/state"

	"github.com/gofrs/flock"
)

// aloneRetry is the time between two tries to be the one that makes a thing.
const aloneRetry = 200 * time.Millisecond

// alone makes one hadash of this user at a time make a thing on this Engine: an image, or a project's containers. Who
// comes second waits until the first is done or dead, having said so, and had better look whether anything is left to do.
// Without any lock it goes on all the same: the second would only do the work again.
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
