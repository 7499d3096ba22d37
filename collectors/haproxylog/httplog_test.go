package haproxylog

import (
	"testing"

	"hadash/record"
)

// What a line of option httplog says of a client's request: whether it was one, whether it failed, and whether the server
// failed it (configuration.txt 8.5).
func TestHTTPRequests(t *testing.T) {
	for end, want := range map[string]struct{ asked, failed, server bool }{
		`be/s1 0/0/0/6/6 200 122 - - ---- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`:            {true, false, false},
		`be/s1 0/0/0/6/6 500 122 - - ---- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`:            {true, true, true},
		`be/s1 0/0/0/6/6 404 122 - - ---- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`:            {true, false, false},
		`be/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`:    {true, true, false},
		`be/s1 0/0/3003/-1/3003 503 217 - - sC-- 3/2/0/0/3 0/0 "GET / HTTP/1.1"`:     {true, true, true},
		`be/s2 0/0/0/5/9 200 122 - - ---- 3/2/1/0/+1 0/0 "GET / HTTP/1.1"`:           {true, false, false},
		`be/s1 0/0/0/-1/50000 504 194 - - sH-- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`:       {true, true, true},
		`be/s1 0/0/0/-1/3 502 209 - - SH-- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`:           {true, true, true},
		`be/s1 0/0/0/-1/3 502 209 - - PH-- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`:           {true, true, true},
		`be/s1 0/0/0/2/900 200 4096 - - SD-- 3/2/0/0/0 0/0 "GET /big HTTP/1.1"`:      {true, true, true},
		`be/s1 0/0/0/2/900 200 4096 - - CD-- 3/2/0/0/0 0/0 "GET /big HTTP/1.1"`:      {true, false, false},
		`be/s1 0/0/0/-1/900 -1 0 - - CH-- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`:            {true, false, false},
		`be/s1 0/0/0/-1/900 -1 0 - - SH-- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`:            {true, true, true},
		`be/<NOSRV> 0/5000/-1/-1/5000 503 217 - - sQ-- 3/2/0/0/0 5/0 "GET / HTTP/1"`: {true, true, false},
		`fe/<NOSRV> 0/-1/-1/-1/0 403 192 - - PR-- 3/2/0/0/0 0/0 "GET /x HTTP/1.1"`:   {true, false, false},
		`fe/<NOSRV> -1/-1/-1/-1/8 400 0 - - CR-- 6/5/0/0/0 0/0 "<BADREQ>"`:           {false, false, false},
		`fe/<NOSRV> -1/-1/-1/-1/8 -1 0 - - cR-- 6/5/0/0/0 0/0 "<BADREQ>"`:            {false, false, false},
		`fe/<NOSRV> 0/-1/-1/-1/0 503 50 - - LR-- 3/2/0/0/0 0/0 "GET /x HTTP/1.1"`:    {true, true, false},
		`fe/<STATS> 0/0/0/0/0 200 9000 - - LR-- 3/2/0/0/0 0/0 "GET /stats HTTP/1.1"`: {false, false, false},
		`be/s1 1/0/1699 0 SD 8/8/7/4/0 0/0`:                                          {false, false, false}, // TCP
	} {
		var p Parser
		var s record.Session
		if !p.Session("127.0.0.1:58616 [30/Nov/2026:13:00:04.132] fe "+end, &s) {
			t.Errorf("%s: not read", end)
			continue
		}
		if s.Asked() != want.asked || s.Failed() != want.failed || s.ServerFailed() != want.server {
			t.Errorf("%s: asked %v, failed %v, by the server %v", end, s.Asked(), s.Failed(), s.ServerFailed())
		}
		if l := (record.Line{Session: &s}); want.failed && l.Traffic() {
			t.Errorf("%s: plain traffic", end)
		}
	}
}
