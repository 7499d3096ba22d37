package ui

import (
	"testing"

	"hadash/record"
)

// The sessions of the path are those of the BACKEND rows: sessions that wait for a server are in no server's row.
func TestOpenSessionsAreThoseOfTheBackends(t *testing.T) {
	server := func(backend, name string, scur int64) record.Server {
		return record.Server{Pxname: backend, Svname: name, Counters: record.Counters{Scur: scur}}
	}
	proxy := func(name string, frontend bool, scur int64) record.Proxy {
		return record.Proxy{Pxname: name, Frontend: frontend, Counters: record.Counters{Scur: scur}}
	}
	h := record.HAProxy{
		Servers: []record.Server{server("servers", "db1", 7), server("servers", "db2", 5), server("others", "x", 2)},
		Proxies: []record.Proxy{proxy("in", true, 99), proxy("servers", false, 15), proxy("stats", false, 1), proxy("others", false, 2)},
	}
	if got := OpenSessions(&h); got != 17 {
		t.Errorf("%d, want 15 and 2", got)
	}
	h.Proxies = h.Proxies[:2]
	if got := OpenSessions(&h); got != 17 {
		t.Errorf("a backend without a row: %d, want 15 and 2", got)
	}
}
