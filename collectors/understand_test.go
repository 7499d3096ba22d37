package collectors

import (
	"testing"

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
