package stack

import (
	"bufio"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// victim is a server on the loopback that can fail as real ones do: its process is killed or frozen, or its address
// vanishes.
type victim struct {
	l       *net.TCPListener
	speak   func(*victim, net.Conn)
	began   chan time.Time // a connection was accepted
	answers atomic.Int64
	frozen  chan struct{} // closed when it freezes
	once    sync.Once
	held    []net.Conn

	mu    sync.Mutex
	taken []net.Conn
}

// newVictim listens on an address of the loopback, such as 127.0.0.2, which some systems lack.
func newVictim(t *testing.T, host string, speak func(*victim, net.Conn)) *victim {
	t.Helper()
	l, err := net.Listen("tcp", host+":0")
	if err != nil {
		t.Skipf("no %s here: %v", host, err)
	}
	v := &victim{l: l.(*net.TCPListener), speak: speak, began: make(chan time.Time, 1), frozen: make(chan struct{})}
	go v.accept()
	t.Cleanup(func() {
		v.freeze()
		v.kill()
		for _, c := range v.held {
			c.Close()
		}
	})
	return v
}

func (v *victim) addr() string { return v.l.Addr().String() }

func (v *victim) accept() {
	for {
		conn, err := v.l.Accept()
		if err != nil {
			return
		}
		select {
		case v.began <- time.Now():
		default:
		}
		v.mu.Lock()
		v.taken = append(v.taken, conn)
		v.mu.Unlock()
		go v.speak(v, conn)
	}
}

// silent reports whether it is frozen.
func (v *victim) silent() bool {
	select {
	case <-v.frozen:
		return true
	default:
		return false
	}
}

// freeze makes it silent: its kernel still accepts connections, but nothing is sent.
func (v *victim) freeze() {
	v.once.Do(func() { close(v.frozen) })
	_ = v.l.SetDeadline(time.Unix(1, 0))
}

// kill closes its port and its accepted connections.
func (v *victim) kill() {
	v.l.Close()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, c := range v.taken {
		c.Close()
	}
}

// vanish makes it answer no SYN: it is frozen, and its queue is full.
func (v *victim) vanish(t *testing.T) {
	t.Helper()
	v.freeze()
	raw, err := v.l.SyscallConn()
	if err == nil {
		err = raw.Control(func(fd uintptr) { _ = syscall.Listen(int(fd), 0) })
	}
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		conn, err := net.DialTimeout("tcp", v.addr(), 20*time.Millisecond)
		if err != nil {
			return
		}
		v.held = append(v.held, conn)
	}
	t.Skip("its queue is never full here")
}

// greet sends the beginning of a database's greeting, which is all that a check needs.
func greet(v *victim, conn net.Conn) {
	defer conn.Close()
	if !v.silent() {
		_, _ = conn.Write([]byte("\x4a\x00\x00\x00\x0a8.0.0\x00"))
	}
	_, _ = conn.Read(make([]byte, 1))
}

// answer plays an application that keeps its connections open.
func answer(v *victim, conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for {
		if _, err := http.ReadRequest(in); err != nil {
			return
		}
		if v.silent() {
			_, _ = in.ReadByte() // until the other side closes
			return
		}
		v.answers.Add(1)
		if _, err := conn.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")); err != nil {
			return
		}
	}
}

// busyness is how late this machine's timers fire.
type busyness struct{ late atomic.Int64 }

func watchBusyness(t *testing.T) *busyness {
	t.Helper()
	b := &busyness{}
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	go func() {
		for {
			begun := time.Now()
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
			if late := int64(time.Since(begun) - 5*time.Millisecond); late > b.late.Load() {
				b.late.Store(late)
			}
		}
	}()
	return b
}

// most returns the greatest delay so far, and reset clears it.
func (b *busyness) most() time.Duration { return time.Duration(b.late.Load()) }
func (b *busyness) reset()              { b.late.Store(0) }
