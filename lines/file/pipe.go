package file

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"hadash/files"
	"hadash/lines/cut"
	"hadash/lines/dated"
)

// open opens a file or a named pipe; it does not wait for the other end of a pipe.
func open(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.Mode()&fs.ModeNamedPipe != 0 {
		return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	}
	return files.Open(path)
}

func isPipe(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&fs.ModeNamedPipe != 0
}

// pipe reads a named pipe until ctx ends, whoever opens and closes its other end.
func (f *File) pipe(ctx context.Context, file *os.File, since time.Time, each Each) error {
	defer func() { _ = file.Close() }() // it was only read
	stop := context.AfterFunc(ctx, func() { _ = file.SetReadDeadline(time.Now()) })
	defer stop()
	var lines cut.Cutter
	f.clock.Live = false
	line := func(line []byte) {
		if at, how := f.clock.At(line, time.Now()); how == dated.ByReading || !at.Before(since) {
			each(at, false, line)
		}
	}
	pause := time.NewTicker(f.o.Every)
	defer pause.Stop()
	buffer := make([]byte, chunk)
	for {
		n, err := file.Read(buffer)
		lines.Cut(buffer[:n], line)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, io.EOF): // nobody writes
			lines.Rest(line)
			select {
			case <-pause.C:
			case <-ctx.Done():
				return ctx.Err()
			}
		case err != nil:
			return explained(f.path, err)
		}
	}
}
