package haproxylog

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// namedItems is the HTTP log as an object: %(name) and %(name:type) as HAProxy 3.0's manual has them (8.2.6). The installed 2.6 has
// no such log-format, so that the lines of this test are made of its text lines, by the manual.
const namedItems = `%{+json}o %(client_ip)ci %(client_port:sint)cp [%(request_date)tr] %(fe_name_transport)ft %(be_name)b/%(server_name)s %(TR)TR/%(Tw)Tw/%(Tc)Tc/%(Tr)Tr/%(Ta)Ta ` +
	`%(status_code)ST %(bytes_read)B %(termination_state:str)tsc %(actconn)ac %(srv_conn)sc %(retries)rc %(http_request){+Q}r %(custom)[var(txn.x)] %hr`

// asObject writes what the text log has as HAProxy 3.0 does: spaces after colons and commas, no value as null.
func asObject(t *testing.T, line string) string {
	t.Helper()
	fields := strings.SplitN(line, " ", 17)
	ip, port, _ := strings.Cut(fields[0], ":")
	back, server, _ := strings.Cut(fields[3], "/")
	timers, conns := strings.Split(fields[4], "/"), strings.Split(fields[10], "/")
	out := []string{}
	put := func(key, value string, number bool) {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if number {
			text = []byte(value)
		}
		out = append(out, fmt.Sprintf("%q: %s", key, text))
	}
	put("client_ip", ip, false)
	put("client_port", port, true)
	put("request_date", strings.Trim(fields[1], "[]"), false)
	put("fe_name_transport", fields[2], false)
	put("be_name", back, false)
	put("server_name", server, false)
	for i, name := range []string{"TR", "Tw", "Tc", "Tr", "Ta"} {
		put(name, timers[i], true)
	}
	put("status_code", fields[5], true)
	put("bytes_read", fields[6], true)
	put("termination_state", fields[9], false)
	put("actconn", conns[0], true)
	put("srv_conn", conns[3], true)
	put("retries", conns[4], true) // HAProxy writes +1 without quotes
	put("http_request", `GET /a"b\c HTTP/1.1`, false)
	put("custom", "null", true)
	return "{" + strings.Join(out, ", ") + "}"
}

// A line of %{+json}o is read as the text line of the same session.
func TestObjectIsTheTextLine(t *testing.T) {
	text, err := Compile("option httplog", HTTPLog)
	if err != nil {
		t.Fatal(err)
	}
	object, err := Compile("log-format", namedItems)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range []string{
		`127.0.0.1:40312 [30/Nov/2026:13:09:40.263] www web/w1 0/0/0/6/6 500 106 - - ---- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`,
		`10.0.0.7:1 [30/Nov/2026:13:09:57.417] www~ web/w1 0/0/0/8/8 200 129 - - ---- 3/2/0/0/+1 0/0 "GET / HTTP/1.1"`,
		`127.0.0.1:40312 [30/Nov/2026:13:10:02.270] www web/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- 2/2/0/0/0 0/0 "GET / HTTP/1.1"`,
		`127.0.0.1:40312 [30/Nov/2026:13:10:02.270] www web/w1 0/0/0/-1/501 -1 0 - - CH-- 2/2/0/0/0 0/0 "GET / HTTP/1.1"`,
	} {
		var want, got record.Session
		if !text.Session(&Parser{}, line, &want) {
			t.Fatalf("%s is not read", line)
		}
		made := asObject(t, line)
		if !object.Session(&Parser{}, made, &got) {
			why, _ := object.Unread(made)
			t.Errorf("%s is not read: %s", made, why)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-text +object)\n%s", made, diff)
		}
		syslog := `<134>1 2026-11-30T13:10:02.270+00:00 - haproxy 8 - - ` + made
		var again record.Session
		if _, ok := Formatted([]*Format{object}, &Parser{}, syslog, &again); !ok || !cmp.Equal(got, again) {
			t.Errorf("%s: %v %+v", syslog, ok, again)
		}
		n++
	}
	if n != 4 {
		t.Errorf("%d lines compared", n)
	}
}

// A line that is meant to be such an object and is none says why.
func TestObjectUnread(t *testing.T) {
	f, err := Compile("log-format", namedItems)
	if err != nil {
		t.Fatal(err)
	}
	good := asObject(t, `127.0.0.1:40312 [30/Nov/2026:13:09:40.263] www web/w1 0/0/0/6/6 500 106 - - ---- 3/2/0/0/0 0/0 "GET / HTTP/1.1"`)
	for line, want := range map[string]string{
		good[:len(good)-40]: "it does not fit log-format: it is no whole object after",
		strings.Replace(good, `"status_code": 500, `, "", 1):                         `it does not fit log-format: it has no "status_code"`,
		strings.Replace(good, `"status_code": 500`, `"status_code": "x"`, 1):         `it does not fit log-format: a value is "x"`,
		`{"level": "info", "msg": "no session"}`:                                     "",
		`Server web/w1 is DOWN, reason: Layer4 timeout, check duration: 2002ms. 1 a`: "",
	} {
		if why, ok := f.Unread(line); ok != (want != "") || !strings.HasPrefix(why, want) {
			t.Errorf("%s: %q %v, want %q", line, why, ok, want)
		}
	}
}

// A format that no line can be read of says why: what HAProxy leaves out, what is no text.
func TestEncodedFormats(t *testing.T) {
	for text, want := range map[string]string{
		"%{+json}o %ST %b":                 errUnnamed.Error(),
		"%{+json}o %(code)b":               errNoEnd.Error(),
		"%{+cbor}o %(status)ST":            errCBOR.Error(),
		"%{+cbor,+bin}o %(status)ST":       errCBOR.Error(),
		"%(status){+cbor}ST %ts":           errCBOR.Error(),
		`{"st":%ST,"h":%{+json}[src]} %ts`: "",
	} {
		if _, err := Compile("x", text); fmt.Sprint(err) != want && (want != "" || err != nil) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
	for line, want := range map[string]bool{"BF6673746174757318C8FF": true, "bf66ff00": true, "BFF": false, "{}": false, "BEEFBEEF": false} {
		if CBOR(line) != want {
			t.Errorf("%s: %v", line, !want)
		}
	}
}
