package collectors

import (
	"bufio"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
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
	for _, want := range []string{"show info\n", "show stat\n"} {
		if got := <-asked; got != want {
			t.Errorf("asked %q, want %q", got, want)
		}
	}
	page, err := NewHAProxy("haproxy", nil).Page(csv)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.HAProxy.Servers) == 0 || len(s.HAProxy.Servers) != len(page.Servers) || s.HAProxy.Servers[0] != page.Servers[0] {
		t.Errorf("%+v, want %+v", s.HAProxy.Servers, page.Servers)
	}
}

// "show info" says which process answers and how long it has run; what is not a number is left out.
func TestToldByShowInfo(t *testing.T) {
	h := NewHAProxy("haproxy", nil)
	h.Told("Name: HAProxy\nVersion: 3.0.11-1\nPid: 77\nUptime: 0d 0h01m40s\nUptime_sec: 100\nMaxconn: 500\nCurrConns: 3\nIdle_pct: x\n")
	page, err := h.Page([]byte("# pxname,svname,status,type\nb,s,UP,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if page.Version != "3.0.11-1" || page.Pid != 77 || page.Uptime != 100 || page.Process == nil || *page.Process != (record.Process{Maxconn: 500, CurrConns: 3, Idle: -1}) {
		t.Errorf("%q %d %d", page.Version, page.Pid, page.Uptime)
	}
}

// Only commands that show something are sent, and only to a Runtime API.
func TestShowOnlyShows(t *testing.T) {
	for _, command := range []string{"disable server b/s", "show stat; disable server b/s", "show stat\ndisable server b/s", "set weight b/s 0"} {
		if _, err := Show(t.Context(), &url.URL{Scheme: "tcp", Host: "127.0.0.1:1"}, command); err == nil || !strings.Contains(err.Error(), "does not only show") {
			t.Errorf("%s: %v", command, err)
		}
	}
	if _, err := Show(t.Context(), &url.URL{Scheme: "http", Host: "127.0.0.1:1"}, "show stat"); err == nil {
		t.Error("a page is asked as a Runtime API")
	}
}
