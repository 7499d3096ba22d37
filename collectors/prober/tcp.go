package prober

import (
	"context"
	"errors"
	"io"
	"net"
	"time"

	"hadash/record/probe"
)

// held is how long a connection must stay open to count, where the server does not speak first: a balancer accepts connections
// before it knows whether a server takes them.
const held = 200 * time.Millisecond

// tcp connects to an address.
type tcp struct{ target probe.Target }

// ask connects once. The server has answered when it has spoken, or has kept the connection open for a moment.
func (t *tcp) ask(ctx context.Context) (a answer) {
	begun := time.Now()
	until, cancel := context.WithTimeout(ctx, t.target.Timeout)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(until, "tcp", t.target.Address)
	if err != nil {
		return answer{err: reason(err, false, t.target.Timeout)}
	}
	defer conn.Close()
	stop := context.AfterFunc(until, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	a.took = time.Since(begun)
	if !t.target.Greets {
		_ = conn.SetReadDeadline(time.Now().Add(min(held, t.target.Timeout)))
	}
	var greeting [4096]byte // all of it: what is not read would make this end reset the connection
	n, err := conn.Read(greeting[:])
	var late net.Error
	switch {
	case n > 0:
		a.took = time.Since(begun)
	case !t.target.Greets && errors.As(err, &late) && late.Timeout():
	case errors.Is(err, io.EOF):
		a.took, a.err = time.Since(begun), "connection closed at once"
	default:
		a.took, a.err = time.Since(begun), reason(err, true, t.target.Timeout)
	}
	return a
}
