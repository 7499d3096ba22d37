package nginxlog

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/conf/nginxcfg"
	"hadash/record"
)

const formats = "nginx-1.22/formats/"

// compiled returns the readers of the formats in the configuration that the captured logs were written with.
func compiled(t testing.TB) map[string]*Format {
	t.Helper()
	text, err := os.ReadFile("../testdata/" + formats + "nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*Format{}
	for _, f := range nginxcfg.Formats([]nginxcfg.File{{Path: "nginx.conf", Text: text}}) {
		c, err := Compile(f.Name, f.Escape, f.Text)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		all[f.Name] = c
	}
	return all
}

// inner are the requests whose $uri is not the one that the client sent.
var inner = regexp.MustCompile(`^/(inner|back|fall|abs|missing)?$`)

// One nginx wrote the same requests in many formats. Each gives what the reader of JSON finds in the first, without what
// the format does not have.
func TestFormatsOfOneRun(t *testing.T) {
	all := compiled(t)
	want := read(t, formats+"hadash.log")
	for _, name := range []string{"hadash", "main", "vhost", "timed", "bare", "ltsv", "logfmt", "strange", "raw", "glued", "piped"} {
		lines := read(t, formats+name+".log")
		if len(lines) != len(want) {
			t.Fatalf("%s: %d lines, want %d", name, len(lines), len(want))
		}
		for i, line := range lines {
			got, ok := all[name].Read(record.Clean(line))
			if !ok {
				why, _ := all[name].Unread(record.Clean(line))
				t.Errorf("%s: %s is not read: %s", name, line, why)
				continue
			}
			said, _ := Access(want[i])
			if diff := cmp.Diff(lacking(all[name], said, &got), got); diff != "" {
				t.Errorf("%s: %s: (-json +got)\n%s", name, line, diff)
			}
		}
	}
}

// lacking returns what a format has of a request, and checks the time of a clock of whole seconds.
func lacking(f *Format, a record.Access, got *record.Access) record.Access {
	switch {
	case !f.has[ended]:
		a.At = time.Time{}
	case got.Within > 0 && got.At.Equal(a.At.Truncate(time.Second)):
		a.At, a.Within = got.At, time.Second
	}
	if !f.has[took] {
		a.Took, a.Untimed = 0, true
	}
	if !f.has[addrs] {
		a.Unsent, a.Upstreams = false, nil
	}
	for i := range a.Upstreams {
		if !f.has[statuses] {
			a.Upstreams[i].Status = record.StatusUnknown
		}
		if !f.has[times] {
			a.Upstreams[i].Took = 0
		}
	}
	a.Own = a.Own || f.has[agent] && strings.HasPrefix(a.URI, "/hadash")
	if !plainURI.MatchString(a.URI) || inner.MatchString(a.URI) || a.Status == 400 || a.Status == 414 {
		a.URI, a.Method = got.URI, got.Method
	}
	return a
}

var plainURI = regexp.MustCompile(`^[A-Za-z0-9/]+$`)

// The sessions of stream{} have a status, and no request.
func TestFormatsOfStream(t *testing.T) {
	all := compiled(t)
	second := time.Date(2026, 11, 30, 13, 3, 31, 0, time.UTC)
	unknown := func(addrs ...string) (list []record.Attempt) {
		for _, addr := range addrs {
			list = append(list, record.Attempt{Addr: addr, Status: record.StatusUnknown})
		}
		return list
	}
	for name, want := range map[string]record.Access{
		"basic":   {At: second, Within: time.Second, Status: 502, Untimed: true},
		"proxied": {At: second, Within: time.Second, Status: 502, Untimed: true, Upstreams: unknown("127.0.0.1:1", "127.0.0.1:2")},
	} {
		lines := read(t, formats+name+".log")
		for _, line := range lines {
			if _, ok := all[name].Read(line); !ok {
				t.Errorf("%s: %s is not read", name, line)
			}
		}
		if got, _ := all[name].Read(lines[3]); !cmp.Equal(want, got) {
			t.Errorf("%s: %s", name, cmp.Diff(want, got))
		}
	}
}

// No line of another format or of the error log is one of a format, but where the one begins like the other.
func TestFormatsAreToldApart(t *testing.T) {
	all := compiled(t)
	for name, f := range all {
		for other := range all {
			for _, line := range read(t, formats+other+".log") {
				got, ok := f.Read(record.Clean(line))
				if want, _ := all[other].Read(record.Clean(line)); ok && got.Status != want.Status {
					t.Errorf("%s: read a line of %s: %s", name, other, line)
				}
			}
		}
		for _, line := range read(t, formats+"error.log") {
			if _, ok := f.Read(record.Clean(line)); ok {
				t.Errorf("%s: read %s", name, line)
			}
			if why, ok := f.Unread(record.Clean(line)); ok {
				t.Errorf("%s: %s is not read: %s", name, line, why)
			}
		}
	}
}

func TestFormatsBehindOtherText(t *testing.T) {
	f := compiled(t)["timed"]
	line := read(t, formats+"timed.log")[0]
	want, _ := f.Read(line)
	for _, before := range []string{"nginx.1 | ", "nginx.1    | ", "web-1  | ", "<190>Nov 29 12:00:01 web1 nginx: ", "2026-11-29T12:00:01.123456+00:00 web1 nginx[7]: "} {
		if got, ok := f.Read(before + line); !ok || !cmp.Equal(want, got) {
			t.Errorf("%s: %v %s", before, ok, cmp.Diff(want, got))
		}
	}
}

func TestUnreadFormats(t *testing.T) {
	f, err := Compile("main", "", `$remote_addr [$time_local] "$request" $status ${body_bytes_sent}B "$http_user_agent" $request_time`)
	if err != nil {
		t.Fatal(err)
	}
	const good = `10.0.0.1 [29/Nov/2026:12:00:03 +0000] "GET / HTTP/1.1" 200 5B "-" 0.005`
	if _, ok := f.Read(good); !ok {
		t.Fatal("the good line is not read")
	}
	for line, want := range map[string]string{
		strings.Replace(good, " 200 ", " - ", 1):           `status is "-"`,
		strings.Replace(good, " 5B ", " xB ", 1):           `it does not fit log_format main: $body_bytes_sent is "xB "-" 0.005"`,
		strings.Replace(good, ` "-" 0.005`, ` "Mozil`, 1):  `it does not fit log_format main: $http_user_agent is "Mozil"`,
		strings.Replace(good, "0.005", "0.005 and so", 1):  `it does not fit log_format main: $request_time is "0.005 and so"`,
		strings.Replace(good, "0.005", `0.005" extra`, 1):  `it does not fit log_format main: $request_time is "0.005" extra"`,
		"nginx.1 | " + strings.Replace(good, "5B", "-", 1): `it does not fit log_format main: $body_bytes_sent is "- "-" 0.005"`,
	} {
		if a, ok := f.Read(line); ok {
			t.Errorf("%s was read as %+v", line, a)
		}
		if why, ok := f.Unread(line); !ok || why != want {
			t.Errorf("%s: %v\n%s\n%s", line, ok, why, want)
		}
	}
	for _, line := range []string{"", "x", "/docker-entrypoint.sh: Configuration complete; ready for start up", "10.0.0.1 [29/Nov/2026:12:00:03 +0000] hello"} {
		if why, ok := f.Unread(line); ok {
			t.Errorf("%q: %s", line, why)
		}
	}
}

func TestNoFormat(t *testing.T) {
	for _, text := range []string{"", "x", "$remote_addr", "$$", "${status", "a\n$status b", strings.Repeat("$status ", 1000)} {
		if f, err := Compile("x", "", text); err == nil {
			t.Errorf("%.20q: %+v", text, f)
		}
	}
	if f, err := Compile("x", "", "cost $ ${status}$ $1\n"); err != nil {
		t.Error(err)
	} else if a, ok := f.Read("cost $ 200$ "); !ok || a.Status != 200 {
		t.Errorf("%+v, %v", a, ok)
	}
}

// Whatever a format and a line are, reading ends, and gives nothing impossible.
func FuzzFormat(f *testing.F) {
	for name, c := range map[string]string{"timed": `$remote_addr [$time_iso8601] "$request" $status rt=$request_time ua="$upstream_addr" us="$upstream_status"`,
		"bare": "$msec $remote_addr $request_method $status ${request_time}s $upstream_addr $upstream_status $upstream_response_time $uri", "glued": "$scheme://$host$request_uri $status"} {
		for _, line := range read(f, formats+name+".log")[:20] {
			f.Add(c, "json", line)
			f.Add(c, "none", line)
		}
	}
	f.Fuzz(func(t *testing.T, text, escape, line string) {
		c, err := Compile("x", escape, text)
		if err != nil {
			return
		}
		a, ok := c.Read(line)
		c.Unread(line)
		if ok && (a.Status < 0 || a.Status > 999 || a.Took < 0 || a.Took > record.MaxWait || a.At.Year() > 9999) {
			t.Errorf("%+v", a)
		}
		for i, u := range a.Upstreams {
			if u.Addr == "" || u.Took < 0 || u.Status < record.StatusUnknown || u.Status > 999 || i > 0 && u.Group < a.Upstreams[i-1].Group {
				t.Errorf("%+v", u)
			}
		}
	})
}

func BenchmarkFormat(b *testing.B) {
	all := compiled(b)
	for _, name := range []string{"hadash", "timed", "bare"} {
		line := read(b, formats+name+".log")[12]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := all[name].Read(line); !ok {
					b.Fatal("not read")
				}
			}
		})
	}
}
