package nginxlog

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// meant is the failure of each request or port in the captured error log, as the configuration behind it was written to
// cause it.
var meant = map[string]record.UpstreamError{
	"/refused":     {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"},
	"/sock1":       {Kind: record.UpstreamRefused, Errno: 2, Addr: "unix:/run/no such, one.sock"},
	"/fsock":       {Kind: record.UpstreamRefused, Errno: 2, Addr: "unix:/run/no.sock"},
	"/frefused":    {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"},
	"/f6":          {Kind: record.UpstreamTimeout, Errno: 110, Addr: "[fd00::11]:9000"},
	"/uwsgi":       {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"},
	"/scgi":        {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"},
	"/memcached":   {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"},
	"/mirrored":    {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"},
	"/silent":      {Kind: record.UpstreamTimeout, Errno: 110, Addr: "127.0.0.1:27102"},
	"/closed":      {Kind: record.UpstreamClosed, Addr: "127.0.0.1:27103"},
	"/rst":         {Kind: record.UpstreamReset, Errno: 104, Addr: "127.0.0.1:27104"},
	"/junk":        {Kind: record.UpstreamInvalid, Addr: "127.0.0.1:27105"},
	"/bad":         {Kind: record.UpstreamInvalid, Addr: "127.0.0.1:27106"},
	"/big":         {Kind: record.UpstreamInvalid, Addr: "127.0.0.1:27107"},
	"/half":        {Kind: record.UpstreamClosed, Addr: "127.0.0.1:27108"},
	"/early":       {Kind: record.UpstreamReset, Errno: 104, Addr: "127.0.0.1:27109"},
	"/tls":         {Kind: record.UpstreamTLS, Addr: "127.0.0.1:27105"},
	"/tlsclosed":   {Kind: record.UpstreamClosed, Addr: "127.0.0.1:27103"},
	"/tlsrst":      {Kind: record.UpstreamClosed, Errno: 104, Addr: "127.0.0.1:27109"},
	"/two":         {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"},
	"/six":         {Kind: record.UpstreamTimeout, Errno: 110, Addr: "[fd00::11]:80"},
	"/dns":         {Kind: record.UpstreamUnresolved, Addr: "nosuch.example"},
	"/accel-none":  {Kind: record.UpstreamNoLive, Addr: "none"},
	"/fallback":    {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"},
	"/fallbackdns": {Addr: "127.0.0.1:1 nosuch.example"},
	"/twofall":     {Addr: "none 127.0.0.1:1"},
	"/none":        {Addr: "none 127.0.0.1:1 127.0.0.1:2"},
	"/socks":       {Kind: record.UpstreamRefused, Errno: 2, Addr: "unix:/run/no such, one.sock unix:/run/a:b.sock"},
	":27201":       {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"},
	":27202":       {Addr: "snone 127.0.0.1:1 127.0.0.1:2"},
	":27203":       {Kind: record.UpstreamRefused, Errno: 2, Addr: "unix:/run/no such, one.sock"},
	":27204":       {Kind: record.UpstreamRefused, Errno: 111, Addr: "127.0.0.1:1"}, // UDP
	":27205":       {Kind: record.UpstreamTimeout, Errno: 110, Addr: "[fd00::11]:80"},
	":27206":       {Kind: record.UpstreamReset, Errno: 104, Addr: "127.0.0.1:27109"},
	":27207":       {Kind: record.UpstreamTLS, Addr: "127.0.0.1:27105"},
	":27208":       {Kind: record.UpstreamClosed, Addr: "127.0.0.1:27103"},
}

// place returns the first part of the path of a line's request, or the port that it came in by.
func place(line string) string {
	if _, rest, ok := strings.Cut(line, `, request: "GET `); ok {
		return rest[:1+strings.IndexAny(rest[1:]+"?", `/?" `)]
	}
	_, rest, _ := strings.Cut(line, "server: 127.0.0.1")
	rest, _, _ = strings.Cut(rest, ",")
	return rest
}

// Every line that nginx 1.22 wrote about upstreams failing in each way, in http{} and in stream{}.
func TestUpstreamsOfACapturedLog(t *testing.T) {
	seen := map[string]bool{}
	for _, line := range read(t, "nginx-1.22/upstreams-error.log") {
		got, ok := Upstream(line)
		if strings.Contains(line, "while resolving, resolver:") {
			if ok {
				t.Errorf("%s was read as %+v", line, got)
			}
			continue
		}
		at := place(line)
		seen[at] = true
		want, known := meant[at]
		switch {
		case !ok || !known:
			t.Errorf("%s was not read, or %s is not expected", line, at)
			continue
		case len(line) == 2047 && at == "/refused": // cut off before the address ends
			want.Addr = ""
		case strings.Contains(want.Addr, got.Addr) && got.Addr != "":
			want.Addr = got.Addr
		}
		if want.Kind == "" || got.Kind == record.UpstreamDisabled {
			want.Kind, want.Errno = got.Kind, got.Errno
			group := got.Addr == "none" || got.Addr == "snone"
			if (got.Kind == record.UpstreamNoLive) != group || (got.Kind == record.UpstreamUnresolved) != (got.Addr == "nosuch.example") {
				t.Errorf("%s: %s of %s", line, got.Kind, got.Addr)
			}
		}
		got.Level, got.While, got.Request = "", "", ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", line, diff)
		}
	}
	for at := range meant {
		if !seen[at] {
			t.Errorf("no captured line is about %s", at)
		}
	}
}

// The same requests in three formats of the access log: that of stack/tuned/nginx.conf, without quotes, and nested with
// unescaped quotes. All give the same result; the first is parsed a second time with encoding/json.
func TestFormatsOfACapturedLog(t *testing.T) {
	plain, bare, raw := read(t, "nginx-1.22/upstreams-json.log"), read(t, "nginx-1.22/upstreams-bare.log"), read(t, "nginx-1.22/upstreams-raw.log")
	for i, line := range plain {
		var said struct {
			Status       json.RawMessage
			Method, URI  string
			Addr         string `json:"upstream_addr"`
			Codes        string `json:"upstream_status"`
			UpstreamTook string `json:"upstream_response_time"`
		}
		readable := strings.Replace(line, `"status":009`, `"status":9`, 1)
		if err := json.Unmarshal([]byte(readable), &said); err != nil {
			t.Fatal(err)
		}
		want, ok := Access(line)
		if !ok || fmt.Sprint(want.Status) != string(said.Status) || want.Method != said.Method || want.URI != said.URI {
			t.Fatalf("%s: %+v, %v", line, want, ok)
		}
		if codes := codesOf(want.Upstreams); codes != strings.TrimSuffix(said.Codes, " : ") {
			t.Errorf("%s: read %q", line, codes)
		}
		for _, other := range []string{bare[i], raw[i]} {
			got, ok := Access(other)
			if !ok {
				why, _ := Unread(other)
				t.Errorf("%s is not read: %s", other, why)
				continue
			}
			if at := want.At.Sub(got.At); at < 0 || at > got.Within {
				t.Errorf("%s: at %v within %v, want %v", other, got.At, got.Within, want.At)
			}
			got.At, got.Within = want.At, 0
			got.URI = want.URI // $uri is that of the last internal redirect, $request the client's
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: (-%s +got)\n%s", other, line, diff)
			}
		}
	}
}

// codesOf writes attempts as nginx writes $upstream_status.
func codesOf(all []record.Attempt) string {
	var b strings.Builder
	for i, a := range all {
		switch {
		case i > 0 && a.Group != all[i-1].Group:
			b.WriteString(" : ")
		case i > 0:
			b.WriteString(", ")
		}
		if a.Status == 0 {
			b.WriteString("-")
			continue
		}
		fmt.Fprint(&b, a.Status)
	}
	return b.String()
}
