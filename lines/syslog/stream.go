package syslog

import (
	"context"
	"net"
	"net/netip"
	"sync"

	"hadash/lines/cut"
)

// maxSenders limits how many senders may be connected.
const maxSenders = 256

func (l *Listener) streams(ctx context.Context) error {
	var config net.ListenConfig
	at, err := config.Listen(ctx, "tcp", l.address)
	if err != nil {
		return err
	}
	l.listens(at.Addr())
	var all sync.WaitGroup
	defer all.Wait()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	return closing(ctx, at, func() error {
		free := make(chan struct{}, maxSenders)
		for {
			conn, err := at.Accept()
			if err != nil {
				return err
			}
			select {
			case free <- struct{}{}:
			default:
				_ = conn.Close() // there are too many
				continue
			}
			all.Go(func() {
				defer func() { <-free }()
				_ = closing(ctx, conn, func() error { return l.stream(conn) }) // a sender that leaves is no error
			})
		}
	})
}

func (l *Listener) stream(conn net.Conn) error {
	from := ""
	if a, err := netip.ParseAddrPort(conn.RemoteAddr().String()); err == nil {
		from = plainAddress(a.Addr())
	}
	return cut.Frames(conn, func(text []byte) { l.hear(text, from) })
}
