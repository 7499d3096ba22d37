package nginxlog

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/collectors/lineform"
	"hadash/record"
)

// one is a captured line of the lab's nginx 1.26.3.
const one = `{"time":1795409639.296,"status":200,"method":"GET","uri":"/profile/","rt":0.065,"upstream_addr":"172.28.44.31:9081","upstream_status":"200","upstream_response_time":"0.065","upstream_connect_time":"0.001"}`

func read(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile("../testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

func TestAccess(t *testing.T) {
	list := func(addr, status, took string) string {
		return fmt.Sprintf(`{"time":1795409639.001,"status":200,"method":"GET","uri":"/","rt":0.020,"upstream_addr":%q,"upstream_status":%q,"upstream_response_time":%q}`, addr, status, took)
	}
	at := time.Unix(1795409639, 1e6).UTC()
	for line, want := range map[string]record.Access{
		one: {At: time.Unix(1795409639, 296e6).UTC(), Status: 200, Method: "GET", URI: "/profile/", Took: ms(65),
			Upstreams: []record.Attempt{{Addr: "172.28.44.31:9081", Status: 200, Took: ms(65)}}},
		list("10.0.0.1:81, 10.0.0.2:82", "502, 200", "0.001, 0.020"): {At: at, Status: 200, Method: "GET", URI: "/", Took: ms(20),
			Upstreams: []record.Attempt{{Addr: "10.0.0.1:81", Status: 502, Took: ms(1)}, {Addr: "10.0.0.2:82", Status: 200, Took: ms(20)}}},
		list("10.0.0.1:81, unix:/run/a.sock : [::1]:82", "504, - : 200", "0.250, - : 0.020"): {At: at, Status: 200, Method: "GET", URI: "/", Took: ms(20),
			Upstreams: []record.Attempt{{Addr: "10.0.0.1:81", Status: 504, Took: ms(250)}, {Addr: "unix:/run/a.sock"}, {Addr: "[::1]:82", Status: 200, Took: ms(20), Group: 1}}},
		list("", "", ""):                {At: at, Status: 200, Method: "GET", URI: "/", Took: ms(20), Unsent: true},
		list("-", "-", "-"):             {At: at, Status: 200, Method: "GET", URI: "/", Took: ms(20), Unsent: true},
		list("service", "502", "0.000"): {At: at, Status: 200, Method: "GET", URI: "/", Took: ms(20), Upstreams: []record.Attempt{{Addr: "service", Status: 502}}},
		list("a:1, b:2", "502", ""):     {At: at, Status: 200, Method: "GET", URI: "/", Took: ms(20), Upstreams: []record.Attempt{{Addr: "a:1", Status: 502}, {Addr: "b:2", Status: record.StatusUnknown}}},
		`{"status":"404","upstream_addr":"a:1", "uri":"/\u001b[31m\"x\\", "extra":null}`: {Status: 404, URI: `/"x\`, Untimed: true, Upstreams: []record.Attempt{{Addr: "a:1", Status: record.StatusUnknown}}},
	} {
		got, ok := Access(line)
		if !ok {
			t.Errorf("%s is not read", line)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", line, diff)
		}
	}
}

func TestNoAccess(t *testing.T) {
	for _, line := range []string{
		"", "{", "{}", `{"upstream_addr"`, `{"upstream_addr":"a:1"}`, `{"upstream_addr":"a:1","status":"-"}`,
		`{"upstream_addr":"a:1","status":200`, `{"upstream_addr":"a:1","status":200,}`, `{"upstream_addr":[["a"]],"status":200}`,
		`{"level":"INFO","msg":"serving"}`, one[:len(one)-5], "x" + one, one + "x",
	} {
		if got, ok := Access(line); ok {
			t.Errorf("%s was read as %+v", line, got)
		}
	}
}

// Every line of the lab's access log, parsed a second time with encoding/json.
func TestAccessAgreesWithEncodingJSON(t *testing.T) {
	retried := 0
	for _, line := range read(t, "lab/nginx-1.26.3-access.log") {
		var want struct {
			Status      int
			Method, URI string
			RT          float64
			Addr        string `json:"upstream_addr"`
			Codes       string `json:"upstream_status"`
		}
		if err := json.Unmarshal([]byte(line), &want); err != nil {
			t.Fatal(err)
		}
		got, ok := Access(line)
		var addrs, codes []string
		for _, a := range got.Upstreams {
			addrs, codes = append(addrs, a.Addr), append(codes, strconv.Itoa(a.Status))
		}
		if !ok || got.Status != want.Status || got.Method != want.Method || got.URI != want.URI ||
			(got.Took-time.Duration(want.RT*1e9)).Abs() > time.Microsecond ||
			strings.Join(addrs, ", ") != want.Addr || strings.Join(codes, ", ") != want.Codes {
			t.Errorf("%s: %+v", line, got)
		}
		if len(addrs) > 1 {
			retried++
		}
	}
	if retried < 5 {
		t.Errorf("only %d retried requests in the captured log", retried)
	}
}

// The captured access log of nginx 1.22 has the same lists in another format. They are rewritten as JSON, which must
// give what a regexp finds in the original line.
func TestAccessListsOfACapturedLog(t *testing.T) {
	form := regexp.MustCompile(`"(\S+) (\S+) \S+" (\d+) rt=(\S+) ua="([^"]*)" us="([^"]*)" urt="([^"]*)"`)
	retried := 0
	for _, line := range read(t, "nginx-1.22/access.log") {
		m := form.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("the capture has a line that is not of its format: %s", line)
		}
		got, ok := Access(fmt.Sprintf(`{"status":%s,"method":%q,"uri":%q,"rt":%s,"upstream_addr":%q,"upstream_status":%q,"upstream_response_time":%q}`,
			m[3], m[1], m[2], m[4], m[5], m[6], m[7]))
		addrs, codes := strings.Split(m[5], ", "), strings.Split(m[6], ", ")
		if !ok || len(got.Upstreams) != len(addrs) || strconv.Itoa(got.Status) != m[3] {
			t.Fatalf("%s: %+v", line, got)
		}
		for i, a := range got.Upstreams {
			if a.Addr != addrs[i] || strconv.Itoa(a.Status) != codes[i] {
				t.Errorf("%s: attempt %d is %+v", line, i, a)
			}
		}
		if len(addrs) > 1 {
			retried++
		}
	}
	if retried == 0 {
		t.Error("the captured log has no retried request")
	}
}

func TestCombined(t *testing.T) {
	got, ok := Combined(`172.28.44.50 - - [23/Nov/2026:05:00:17 +0000] "GET /profile/?id=2059 HTTP/1.1" 502 157 "-" "Grafana k6/1.8.1"`)
	if want := (record.Access{Status: 502, Method: "GET", URI: "/profile/", Untimed: true}); !ok || !cmp.Equal(want, got) {
		t.Errorf("%+v, %v", got, ok)
	}
	got, ok = Combined(`::1 - eve [23/Nov/2026:05:00:17 +0000] "\x16\x03\x01" 400 157 "-" "-"`)
	if want := (record.Access{Status: 400, Method: `\x16\x03\x01`, Untimed: true}); !ok || !cmp.Equal(want, got) {
		t.Errorf("%+v, %v", got, ok)
	}
	for _, line := range append(read(t, "lab/nginx-1.26.3-error.log"), "", " [", one) {
		if got, ok := Combined(line); ok {
			t.Errorf("%s was read as %+v", line, got)
		}
	}
}

// lineform.Object returns the same as encoding/json for every flat object.
func FuzzFlat(f *testing.F) {
	f.Add(one)
	f.Add(`{"a":1,"b":"\u00e9\"","c":null,"d":-1.5e3}`)
	f.Add(` { } `)
	f.Fuzz(func(t *testing.T, s string) {
		got := map[string]string{}
		ok := lineform.Object(s, func(k, v string) { got[k] = v })
		var want map[string]any
		d := json.NewDecoder(strings.NewReader(s))
		d.UseNumber()
		if !json.Valid([]byte(s)) || d.Decode(&want) != nil || want == nil {
			return
		}
		for k, v := range want {
			switch v := v.(type) {
			case map[string]any, []any:
				if ok {
					t.Fatalf("%s is not flat, but was read", s)
				}
				return
			case nil:
				want[k] = "null"
			default:
				want[k] = fmt.Sprint(v)
			}
		}
		if strings.ToValidUTF8(s, "") != s {
			return // encoding/json repairs it at once, record.Clean does so later
		}
		if !ok || len(got) != len(want) {
			t.Fatalf("%s: got %v, %v, want %v", s, got, ok, want)
		}
		for k, v := range got {
			if want[k] != v {
				t.Errorf("%s: %q is %q, want %q", s, k, v, want[k])
			}
		}
	})
}

func BenchmarkAccess(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Access(one); !ok {
			b.Fatal("not read")
		}
	}
}
