package collectors

import (
	"testing"
	"time"

	"hadash/record"
)

// Lines that a program marks as a problem are notable; routine lines are not.
func TestMarkedLinesAreNotable(t *testing.T) {
	for _, c := range []struct {
		kind record.Kind
		text string
		want bool
	}{
		{record.KindMySQL, "2026-11-23  6:26:21 0 [Note] /usr/sbin/mariadbd: ready for connections.", false},
		{record.KindMySQL, "2026-11-23  6:26:21 5 [ERROR] Slave I/O: error reconnecting to master", true},
		{record.KindMySQL, "2026-11-23T06:26:21.000000Z 0 [Warning] [MY-010068] [Server] CA certificate is self signed.", true},
		{record.KindHTTP, `{"time":"2026-11-23T06:20:58Z","level":"WARN","msg":"read retried"}`, true},
		{record.KindHTTP, `{"time":"2026-11-23T06:20:58Z","level":"INFO","msg":"serving"}`, false},
		{record.KindHTTP, "time=2026-11-23 level=error msg=gone", true},
		{record.KindNginx, "2026/11/23 06:20:58 [notice] 1#1: start worker process 29", false},
	} {
		l := record.Line{Text: c.text}
		if notable := readerFor(c.kind, nil).read(&l).notable; notable != c.want {
			t.Errorf("%q: notable %v, want %v", c.text, notable, c.want)
		}
	}
}

// What keepalived writes beside HAProxy is understood in the log of either.
func TestKeepalivedInALog(t *testing.T) {
	at := time.Date(2026, 11, 30, 22, 54, 54, 0, time.UTC)
	for _, kind := range []record.Kind{record.KindHAProxy, record.KindServer} {
		l := NewLog(record.Node{Name: "haproxy2", Kind: kind})
		s, ok := l.Read(at, true, "Mon Nov 30 22:54:54 2026: (pair) Entering MASTER STATE")
		if !ok || s.Logs.Lines[0].VRRP == nil || s.Logs.Lines[0].VRRP.To != record.VRRPMaster || s.Logs.Lines[0].Minor || s.Logs.Unread != nil {
			t.Errorf("%s: it takes the address: %+v", kind, s.Logs)
		}
		s, ok = l.Read(at, true, "Mon Nov 30 22:54:54 2026: (pair) Sending/queueing gratuitous ARPs on eth0 for 172.28.44.9")
		if !ok || s.Logs.Lines[0].VRRP == nil || s.Logs.Lines[0].VRRP.Addr != "172.28.44.9" || !s.Logs.Lines[0].Minor {
			t.Errorf("%s: it announces it: %+v", kind, s.Logs)
		}
		if s, ok = l.Read(at, true, "Mon Nov 30 22:54:54 2026: Sending gratuitous ARP on eth0 for 172.28.44.9"); ok {
			t.Errorf("%s: a repetition: %+v", kind, s.Logs)
		}
	}
}
