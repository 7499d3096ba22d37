// Package syslog receives the messages of syslog: RFC 3164, also as HAProxy sends it without a host, and RFC 5424; by UDP, by TCP with either framing,
// and on a UNIX socket.
package syslog

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"hadash/lines/told"
)

// Options of a Listener. The zero value is ready.
type Options struct {
	// Zone is that of times that do not name theirs; nil = that of this machine, unless the messages of a sender show another.
	Zone *time.Location
	// Mode is that of a UNIX socket; 0 = 0666, so that every program may log to it, as to /dev/log.
	Mode fs.FileMode
}

// Listener receives messages at an address. It is used by one caller at a time.
type Listener struct {
	network, address string
	o                Options

	mu   sync.Mutex // of each: senders are heard one at a time
	each func(Message)
	*receiver
	bound func(net.Addr) // tests are told where it listens
}

// The networks.
const (
	UDP  = "udp"
	TCP  = "tcp"
	UNIX = "unix"
)

// New returns a Listener for a network and an address, "127.0.0.1:5514", or a path.
func New(network, address string, o Options) (*Listener, error) {
	switch network {
	case UDP, TCP:
		if _, port, err := net.SplitHostPort(address); err != nil || port == "" {
			return nil, fmt.Errorf("syslog+%s://%s: an address and a port are needed, such as 127.0.0.1:5514", network, address)
		}
	case UNIX:
		if address == "" {
			return nil, fmt.Errorf("syslog+unix://: a path is needed, such as syslog+unix:///run/hadash.sock")
		}
	default:
		return nil, fmt.Errorf("syslog+%s: there are syslog+udp, syslog+tcp and syslog+unix", network)
	}
	if o.Mode == 0 {
		o.Mode = 0o666
	}
	return &Listener{network: network, address: address, o: o}, nil
}

// Parse returns the Listener of "syslog+udp://127.0.0.1:5514", "syslog+tcp://..." or "syslog+unix:///path".
func Parse(target string, o Options) (*Listener, error) {
	u, err := url.Parse(target)
	if err != nil || len(u.Scheme) < len("syslog+") || u.Scheme[:len("syslog+")] != "syslog+" {
		return nil, fmt.Errorf("%q is no address of syslog, such as syslog+udp://127.0.0.1:5514", target)
	}
	address := u.Host
	if u.Scheme == "syslog+unix" {
		address = u.Host + u.Path
	}
	return New(u.Scheme[len("syslog+"):], address, o)
}

// Follow calls each for every message that is received until ctx ends, with its header. Nothing is known of the time before.
func (l *Listener) Follow(ctx context.Context, _ time.Time, each func(at time.Time, stderr bool, text []byte)) error {
	return l.Messages(ctx, func(m Message) { each(m.At, false, m.Text) })
}

// Messages is like Follow, and says who wrote each.
func (l *Listener) Messages(ctx context.Context, each func(Message)) error {
	l.each, l.receiver = each, newReceiver(l.o.Zone)
	var err error
	switch l.network {
	case TCP:
		err = l.streams(ctx)
	case UNIX:
		err = l.socket(ctx)
	default:
		err = l.packets(ctx)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return told.New("syslog+"+l.network+"://"+l.address+": "+explained(err), err)
}

// hear passes on what was received.
func (l *Listener) hear(text []byte, from string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if m, ok := l.message(text, from); ok {
		l.each(m)
	}
}

func (l *Listener) listens(at net.Addr) {
	if l.bound != nil {
		l.bound(at)
	}
}

// longestPacket is the longest datagram.
const longestPacket = 64 << 10

// room is how much the kernel is asked to keep while we are busy.
const room = 4 << 20

func (l *Listener) packets(ctx context.Context) error {
	address, err := net.ResolveUDPAddr("udp", l.address)
	if err != nil {
		return err
	}
	conn, err := net.ListenUDP("udp", address)
	if err != nil {
		return err
	}
	_ = conn.SetReadBuffer(room) // the kernel may give less
	l.listens(conn.LocalAddr())
	return closing(ctx, conn, func() error {
		buffer := make([]byte, longestPacket)
		for {
			n, from, err := conn.ReadFromUDPAddrPort(buffer)
			if err != nil {
				return err
			}
			l.hear(buffer[:n], plainAddress(from.Addr()))
		}
	})
}

func plainAddress(a netip.Addr) string { return a.Unmap().String() }

// closing runs f, and closes what it reads when ctx ends, or f does.
func closing(ctx context.Context, c interface{ Close() error }, f func() error) error {
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer func() {
		if stop() {
			_ = c.Close() // nothing was written
		}
	}()
	return f()
}
