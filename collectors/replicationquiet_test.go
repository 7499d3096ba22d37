package collectors

import (
	"context"
	"net"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/go-sql-driver/mysql"

	"hadash/record"
)

// counting replaces the driver's default logger, which is standard error.
type counting struct{ n atomic.Int64 }

func (c *counting) Print(...any) { c.n.Add(1) }

// If a server breaks off in the middle of an answer, the driver logs it. On standard error that would overwrite the
// screen.
func TestReplicationLogsNothing(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = c.Write([]byte{10, 0, 0, 0, 10, '8'}) // the head of a greeting
			_ = c.Close()
		}
	}()
	logged := &counting{}
	if err := mysql.SetLogger(logged); err != nil {
		t.Fatal(err)
	}
	u := &url.URL{Scheme: "mysql", Host: l.Addr().String(), User: url.UserPassword("u", "p")}
	r := NewReplication("db1", func(context.Context) (*url.URL, error) { return u, nil }, nil)
	defer r.Close()
	if err := r.Read(t.Context(), &record.Sample{}); err == nil {
		t.Error("half a greeting was accepted as an answer")
	}
	if n := logged.n.Load(); n != 0 {
		t.Errorf("the driver logged %d times", n)
	}
}
