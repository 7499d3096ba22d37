package haproxylog

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/conf/haproxycfg"
	"hadash/record"
)

const between = " ||| "

// compiled returns the readers of the formats that the captured lines were written in, side by side in each line, by their
// first word; those of HTTP and those of TCP.
func compiled(t testing.TB) (both [2]map[string]*Format) {
	t.Helper()
	text, err := os.ReadFile("../testdata/haproxy-2.6.12/formats/haproxy.cfg")
	if err != nil {
		t.Fatal(err)
	}
	all := haproxycfg.Formats([]haproxycfg.File{{Path: "haproxy.cfg", Text: text}}, nil)
	if len(all) != 2 {
		t.Fatalf("%d formats", len(all))
	}
	for i, f := range all {
		both[i] = map[string]*Format{}
		for part := range strings.SplitSeq(f.Text, between) {
			name, form, _ := strings.Cut(part, " ")
			if both[i][name], err = Compile(name, form); err != nil {
				t.Fatal(name, err)
			}
		}
	}
	return both
}

// One HAProxy wrote each session in many formats. All give what the reader of tcplog and httplog finds, without what the
// format does not have.
func TestFormatsOfOneRun(t *testing.T) {
	both, n := compiled(t), 0
	for _, line := range lines(t, "haproxy-2.6.12/formats/sessions.log") {
		parts := map[string]string{}
		for part := range strings.SplitSeq(line, between) {
			name, text, _ := strings.Cut(part, " ")
			parts[name] = text
		}
		formats, known := both[0], parts["httplog"]
		if known == "" {
			formats, known = both[1], parts["tcplog"]
		}
		var p Parser
		var want record.Session
		if !p.Session(known, &want) {
			t.Fatalf("%s is not read", known)
		}
		for name, f := range formats {
			var got record.Session
			text := record.Clean(parts[name])
			if !f.Session(&p, text, &got) {
				why, _ := f.Unread(text)
				t.Errorf("%s: %s is not read: %s", name, text, why)
				continue
			}
			n++
			if diff := cmp.Diff(lacking(f, want, got), got); diff != "" {
				t.Errorf("%s: %s: (-known +got)\n%s", name, text, diff)
			}
		}
	}
	if n < 300 {
		t.Errorf("only %d", n)
	}
}

// lacking returns what a format has of a session.
func lacking(f *Format, s, got record.Session) record.Session {
	switch {
	case !f.has[milli] && !f.has[zonedAt] && !f.has[unixAt]:
		s.Accepted = time.Time{}
	case f.has[milli], f.has[rest] && s.Accepted.Equal(got.Accepted):
	default:
		s.Accepted = s.Accepted.Truncate(time.Second)
		if f.has[rest] { // of another instant than the second
			s.Accepted = got.Accepted
		}
	}
	if !f.has[port] {
		s.Client = s.Client[:strings.LastIndexByte(s.Client, ':')]
	}
	if !f.has[front] {
		s.Frontend = ""
	}
	if !f.has[waited] {
		s.Tw = 0
	}
	if !f.has[connected] {
		s.Tc = 0
	}
	if !f.has[size] {
		s.Bytes = 0
	}
	if !f.has[conns] {
		s.Conns = 0
	}
	if !f.has[retries] {
		s.Retries, s.Redispatched = 0, false
	}
	if got.Code == 0 && f.name == "names" { // %[status] is not known when a session is logged
		s.Code = 0
	}
	if f.name == "names" && got.Server == "-" { // nor is the server's name, where there is none
		s.Backend, s.Server = got.Backend, got.Server
	}
	s.Termination = s.Termination[:len(got.Termination)]
	return s
}

// The known texts give the same as the readers written by hand, on all captured lines.
func TestKnownFormats(t *testing.T) {
	var known []*Format
	for _, name := range []string{"httpslog", "httplog", "tcplog"} {
		f, err := Compile(name, Named(name))
		if err != nil {
			t.Fatal(err)
		}
		known = append(known, f)
	}
	n := 0
	for _, line := range lines(t, append(captured, "haproxy-2.6.12/log/stdout.log", "haproxy-2.6.12/log/rfc5424.log", "haproxy-2.6.12/log/rfc3164.log", "haproxy-2.6.12/log/iso.log")...) {
		var p Parser
		var want, got record.Session
		before := Split(line)
		is := before.Level == "" && p.Session(before.Body, &want)
		said, ok := Formatted(known, &p, line, &got)
		if ok != is {
			t.Errorf("%s: read %v, by hand %v", line, ok, is)
			continue
		}
		if !is {
			continue
		}
		n++
		if diff := cmp.Diff(want, got); diff != "" || said.Body != before.Body || said.Severity != before.Severity || said.pids != before.pids {
			t.Errorf("%s: (-by hand +got)\n%s", line, diff)
		}
	}
	if n < 300 {
		t.Errorf("only %d sessions", n)
	}
}

func TestUnreadSessions(t *testing.T) {
	f, err := Compile("log-format", `{"c":"%ci","b":"%b","s":"%s","st":%ST,"x":"%ts","t":%Tt}`)
	if err != nil {
		t.Fatal(err)
	}
	const good = `{"c":"::1","b":"be","s":"<NOSRV>","st":503,"x":"SC","t":-1}`
	var s record.Session
	if !f.Session(&Parser{}, good, &s) || s.Server != "<NOSRV>" || s.Code != 503 || s.Termination != "SC" || s.Tt != -time.Millisecond {
		t.Fatalf("%+v", s)
	}
	for line, want := range map[string]string{
		strings.Replace(good, "503", `5x3`, 1):       `it does not fit log-format: %ST is "5x3,"x":"SC","t":-1}"`,
		strings.Replace(good, "503", "5030", 1):      `it does not fit log-format: a value is "5030"`,
		strings.Replace(good, "SC", "S9", 1):         `it does not fit log-format: a value is "S9"`,
		"<134>" + strings.Replace(good, "-1", "", 1): `it does not fit log-format: a value is ""`,
		good[:len(good)-8]:                           `it does not fit log-format: %ts is "SC""`,
	} {
		if f.Session(&Parser{}, line, &s) {
			t.Errorf("%s was read as %+v", line, s)
		}
		if why, ok := f.Unread(line); !ok || why != want {
			t.Errorf("%s: %v\n%s\n%s", line, ok, why, want)
		}
	}
	for _, line := range append(lines(t, "lab/haproxy-3.0.11-tuned.stderr.log"), "", "{", "Proxy web started.") {
		if _, ok := Formatted([]*Format{f}, &Parser{}, line, &s); ok {
			t.Errorf("%s was read as %+v", line, s)
		}
		if why, ok := f.Unread(line); ok {
			t.Errorf("%q: %s", line, why)
		}
	}
}

func TestNoFormat(t *testing.T) {
	for _, text := range []string{"", "x", "%", "%ci %b/%s", "%{+json}o %ST %b", "%[src", strings.Repeat("%ST ", 1000)} {
		if f, err := Compile("x", text); err == nil {
			t.Errorf("%.20q: %+v", text, f)
		}
	}
	f, err := Compile("x", `  100%% of %(name)b/%(s:str){+Q}s  %{+X}Ts  %ts  %[var(a]b),lower]  `)
	var s record.Session
	if err != nil || !f.Session(&Parser{}, `100% of be/"s 1" 65A0 -- x`, &s) || s.Backend != "be" || s.Server != "s 1" || s.Termination != "--" || !s.Accepted.IsZero() {
		t.Errorf("%v %+v", err, s)
	}
}

func FuzzFormat(f *testing.F) {
	both := []string{HTTPLog, HTTPCLF, TCPLog, `{"c":"%ci","b":"%b","s":"%s","st":%ST,"x":"%ts","t":%Tt}`}
	for _, line := range lines(f, "haproxy-2.6.12/formats/sessions.log") {
		for part := range strings.SplitSeq(line, between) {
			f.Add(both[len(line)%len(both)], part)
		}
	}
	f.Fuzz(func(t *testing.T, text, line string) {
		c, err := Compile("x", text)
		if err != nil {
			return
		}
		c.Unread(line)
		var s record.Session
		if _, ok := Formatted([]*Format{c}, &Parser{}, line, &s); ok &&
			(s.Code < 0 || s.Code > 999 || s.Tt > record.MaxWait || s.Tt < -time.Millisecond || s.Bytes < 0 || s.Retries < 0 || s.Conns < 0 || s.Accepted.Year() > 9999) {
			t.Errorf("%+v", s)
		}
	})
}

func BenchmarkFormat(b *testing.B) {
	var line string
	for _, line = range lines(b, "lab/haproxy-3.0.11-tuned.stdout.log") {
		if (&Parser{}).Session(line, &record.Session{}) {
			break
		}
	}
	f, _ := Compile("tcplog", TCPLog)
	b.Run("compiled", func(b *testing.B) {
		b.ReportAllocs()
		var p Parser
		for b.Loop() {
			var s record.Session
			if !f.Session(&p, line, &s) {
				b.Fatal(line)
			}
		}
	})
	b.Run("by hand", func(b *testing.B) {
		b.ReportAllocs()
		var p Parser
		for b.Loop() {
			var s record.Session
			if !p.Session(line, &s) {
				b.Fatal(line)
			}
		}
	})
}
