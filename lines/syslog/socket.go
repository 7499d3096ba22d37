package syslog

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"syscall"
)

var (
	errLiving  = errors.New("another program listens there; choose another path")
	errNoPlace = errors.New("there is something else there, no socket; choose another path")
)

func (l *Listener) socket(ctx context.Context) error {
	if err := free(l.address); err != nil {
		return err
	}
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: l.address, Net: "unixgram"})
	if err != nil {
		return err
	}
	own, err := os.Lstat(l.address)
	if err == nil {
		defer remove(l.address, own)
		err = os.Chmod(l.address, l.o.Mode)
	}
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	_ = conn.SetReadBuffer(room) // the kernel may give less
	l.listens(conn.LocalAddr())
	return closing(ctx, conn, func() error {
		buffer := make([]byte, longestPacket)
		for {
			n, err := conn.Read(buffer)
			if err != nil {
				return err
			}
			l.hear(buffer[:n], "")
		}
	})
}

// free removes a socket that nobody listens on any more. One that somebody listens on stays.
func free(path string) error {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.Mode()&fs.ModeSocket == 0:
		return errNoPlace
	}
	conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: path, Net: "unixgram"})
	if err == nil {
		_ = conn.Close() // nothing was written
		return errLiving
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return os.Remove(path)
	}
	return errLiving // of another kind, or not ours
}

// remove removes our own socket, and no other that took its place.
func remove(path string, own fs.FileInfo) {
	if is, err := os.Lstat(path); err == nil && os.SameFile(own, is) {
		_ = os.Remove(path) // it is of no use, and does no harm
	}
}

// explained says what an error means for a user, and what to try.
func explained(err error) string {
	var is *net.OpError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "another program listens there, perhaps rsyslogd; choose another port"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "this machine has no such address; 127.0.0.1 is reached from here only, 0.0.0.0 from everywhere"
	case errors.Is(err, fs.ErrPermission):
		return "this user may not listen there; ports from 1024 on and one's own folders are free"
	case errors.As(err, &is):
		return is.Err.Error()
	}
	return err.Error()
}
