package collectors

import (
	"bufio"
	"io"
	"net"
	"os"
	"testing"

	"hadash/record"
)

// The Runtime API is read as the page is: the servers of both are the same.
func TestReadsRuntimeAPI(t *testing.T) {
	csv, err := os.ReadFile("../stack/testdata/haproxy-one-down.csv")
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	asked := make(chan string, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			line, _ := bufio.NewReader(c).ReadString('\n')
			asked <- line
			_, _ = c.Write(csv)
			_, _ = io.WriteString(c, "\n")
			_ = c.Close()
		}
	}()
	h := NewHAProxy("haproxy", Fixed("tcp://"+l.Addr().String()))
	var s record.Sample
	if err := h.Read(t.Context(), &s); err != nil {
		t.Fatal(err)
	}
	if got := <-asked; got != "show stat\n" {
		t.Errorf("asked %q", got)
	}
	page, err := NewHAProxy("haproxy", nil).Page(csv)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.HAProxy.Servers) == 0 || len(s.HAProxy.Servers) != len(page.Servers) || s.HAProxy.Servers[0] != page.Servers[0] {
		t.Errorf("%+v, want %+v", s.HAProxy.Servers, page.Servers)
	}
}
