package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// Write writes a file completely or not at all: it writes a temporary file beside it, syncs that and renames it. A new
// file gets the mode that the umask leaves of 0666; a replaced file keeps its mode. A path that is not a regular file
// (a pipe, a device) is written to directly, and a link stays a link.
func Write(path string, write func(io.Writer) error) (err error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	var kept fs.FileMode // the mode to keep; 0 = none
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return writeInto(path, write)
		}
		kept = info.Mode().Perm()
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", path, plain(err))
		}
	}()
	mode := fs.FileMode(0o666)
	if kept != 0 {
		mode = 0o600 // the old file may be secret: until the new one is complete, only the user may read it
	}
	tmp, err := create(path, mode)
	if err != nil {
		return err
	}
	defer underWay.Delete(tmp.Name())
	if err = fill(tmp, kept, write); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}

// fill writes the temporary file, gives it the kept mode if there is one, syncs it and closes it.
func fill(tmp *os.File, kept fs.FileMode, write func(io.Writer) error) error {
	err := write(tmp)
	if err == nil && kept != 0 {
		err = tmp.Chmod(kept)
	}
	if err == nil {
		err = tmp.Sync()
	}
	return errors.Join(err, tmp.Close())
}

// plain drops the name of the temporary file from an error: the user does not know that file.
func plain(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// underWay holds the names of the temporary files that are being written.
var underWay sync.Map

// create makes the temporary file. os.CreateTemp always uses 0600, whatever the umask.
func create(path string, mode fs.FileMode) (*os.File, error) {
	for range 100 {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".hadash-%08x", rand.Uint32()))
		underWay.Store(name, nil)
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
		underWay.Delete(name)
	}
	return nil, errors.New("found no free name for a temporary file beside it")
}

// Abandon removes the temporary files of every Write under way. It is for a process that exits without waiting for
// them.
func Abandon() {
	underWay.Range(func(name, _ any) bool {
		_ = os.Remove(name.(string))
		return true
	})
}

// writeInto writes to an existing path that is not a regular file and cannot be replaced.
func writeInto(path string, write func(io.Writer) error) error {
	f, err := openInto(path)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, plain(err))
	}
	return errors.Join(write(f), f.Close())
}

// openInto opens it for writing. A pipe must be read by a program already, or within patience: opening it would wait for
// one.
func openInto(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New(notRegular(info.Mode()))
	case info.Mode()&fs.ModeNamedPipe == 0:
		return os.OpenFile(path, os.O_WRONLY, 0)
	}
	for try := 0; ; try++ {
		f, err := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK, 0)
		if !errors.Is(err, syscall.ENXIO) {
			return f, err
		}
		if try == patience {
			return nil, errors.New("no program reads this pipe")
		}
		time.Sleep(patienceStep)
	}
}

// patience is how often a pipe is tried again that no program reads: for half a second.
const (
	patience     = 10
	patienceStep = 50 * time.Millisecond
)
