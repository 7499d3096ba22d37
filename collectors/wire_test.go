package collectors

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hadash/record"
)

// The ways in which a target can misbehave, each as a handler.
func stall(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func cutOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = fmt.Fprint(w, "# pxname,svname,")
}

func hangUp(w http.ResponseWriter, _ *http.Request) {
	c, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		c.Close()
	}
}

func answer(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func page(b []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(b) }
}

func serve(t *testing.T, h http.Handler) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections)
	return s
}

// once reads a Source a single time, with a deadline that it does not reach.
func once(t *testing.T, src Source) record.Sample {
	t.Helper()
	return read(t.Context(), src, time.Minute)
}

// soon reads a Source a single time, with a short deadline.
func soon(t *testing.T, src Source) record.Sample {
	t.Helper()
	return read(t.Context(), src, 50*time.Millisecond)
}

func TestEveryReaderSaysWhatIsWrong(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		want string
	}{
		"refused":  {nil, "connection refused"},
		"stalled":  {stall, "no answer within 50ms"},
		"cut off":  {cutOff, "the answer was cut off"},
		"hung up":  {hangUp, "closed the connection without an answer"},
		"too long": {page(make([]byte, maxPage+1)), "the answer is longer than 1 MB"},
	} {
		where := closed.URL
		if c.h != nil {
			where = serve(t, c.h).URL
		}
		lb := NewHAProxy("n", Fixed(where))
		lb.get.limit = maxPage // 64 MB would take a while
		for _, src := range []Source{
			lb, NewNginx("n", Fixed(where)), NewK6("n", Fixed(where)), NewPage("n", Fixed(where)),
		} {
			ask := once
			if name == "stalled" {
				ask = soon
			}
			s := ask(t, src)
			if !strings.HasPrefix(s.Err, "poll "+record.SourceWord(src.Name())+" "+where) || !strings.HasSuffix(s.Err, ": "+c.want) || strings.Count(s.Err, where) != 1 {
				t.Errorf("%s, %s: %q, want ...: %s", name, src.Name(), s.Err, c.want)
			}
			if s.HAProxy != nil || s.Nginx != nil || s.K6 != nil || s.Page != nil || s.Node != "n" {
				t.Errorf("%s, %s: %+v", name, src.Name(), s)
			}
		}
	}
}

func TestPasswordsAreSentAndNeverShown(t *testing.T) {
	csv := capture(t, "haproxy-3.0.0/all-up.csv")
	srv := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "admin" || password != "s3cret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = w.Write(csv)
	}))
	with := func(password string) string { return strings.Replace(srv.URL, "//", "//admin:"+password+"@", 1) }
	if s := once(t, NewHAProxy("lb", Fixed(with("s3cret")))); s.Err != "" {
		t.Error(s.Err)
	}
	for _, u := range []string{with("wr0ng"), "http://admin:wr0ng@127.0.0.1:1/", "http://admin:wr0ng%zz@h/", "http://admin:wr0ng@[::1/"} {
		for _, src := range []Source{NewHAProxy("lb", Fixed(u)), NewNginx("w", Fixed(u)), NewK6("k", Fixed(u)), NewPage("a", Fixed(u)),
			NewReplication("d", Fixed(u), nil)} {
			if s := read(t.Context(), src, 200*time.Millisecond); s.Err == "" && s.Page == nil || strings.Contains(s.Err, "wr0ng") || strings.Contains(s.Err, "admin") {
				t.Errorf("%s: %q", src.Name(), s.Err)
			}
		}
	}
}

func TestNginxPage(t *testing.T) {
	status := capture(t, "lab/nginx-1.26.3.state")
	srv := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Server", "nginx/1.26.3")
		_, _ = w.Write(status)
	}))
	s := once(t, NewNginx("web", Fixed(srv.URL)))
	if s.Err != "" || s.Nginx.Version != "1.26.3" || s.Nginx.Requests < 1000 || s.Nginx.Active < 1 {
		t.Errorf("%+v %+v", s, s.Nginx)
	}
}

func TestProbeTakesAnyAnswer(t *testing.T) {
	srv := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("no database"))
	}))
	s := once(t, NewPage("app", Fixed(srv.URL)))
	if want := (record.Page{Code: 503, Requests: -1, Errors: -1}); s.Err != "" || *s.Page != want {
		t.Errorf("%+v %+v", s, s.Page)
	}
}

func TestK6Pages(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/status", page(capture(t, "lab/k6-1.8.1-status.json")))
	mux.HandleFunc("GET /v1/metrics", page(capture(t, "lab/k6-1.8.1-metrics.json")))
	srv := serve(t, mux)
	for _, path := range []string{"", "/", "/v1/status"} {
		s := once(t, NewK6("load", Fixed(srv.URL+path)))
		if s.Err != "" || s.K6.Status != 7 || !s.K6.Running || s.K6.VUs != 20 || s.K6.Requests < 1000 {
			t.Errorf("%s: %+v %+v", path, s, s.K6)
		}
	}
}

// A target that moved is found again. While it cannot be located, its last place is polled.
func TestPlaceIsLookedUpAgainAfterAFailure(t *testing.T) {
	good, bad := serve(t, page([]byte("{}"))), serve(t, http.HandlerFunc(hangUp))
	var looked int
	where, lost := good.URL, error(nil)
	p := NewPage("app", func(context.Context) (*url.URL, error) {
		looked++
		if lost != nil {
			return nil, lost
		}
		return url.Parse(where)
	})
	once(t, p)
	once(t, p)
	if looked != 1 {
		t.Errorf("looked up %d times for two good reads", looked)
	}
	where = bad.URL
	good.CloseClientConnections()
	good.Close()
	once(t, p) // the old place is closed
	if s := once(t, p); !strings.Contains(s.Err, bad.URL) {
		t.Errorf("after the move: %q", s.Err)
	}
	lost = fmt.Errorf("no such container")
	if s := once(t, p); !strings.Contains(s.Err, bad.URL) {
		t.Errorf("while it is lost: %q", s.Err)
	}
	fresh := NewPage("app", func(context.Context) (*url.URL, error) { return nil, lost })
	if s := once(t, fresh); s.Err != "poll page: no such container" {
		t.Errorf("never found: %q", s.Err)
	}
}

// A frozen server accepts the connection and never sends its greeting: that costs one Sample, and does not delay the
// next.
func TestReplicationOfAFrozenServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := NewReplication("db", Fixed("mysql://hadash@"+l.Addr().String()+"/"), func(context.Context) (string, error) { return "s3cret", nil })
	for range 2 {
		s := soon(t, r)
		if want := "poll replication mysql://" + l.Addr().String() + "/: no answer within 50ms"; s.Err != want || s.Took > time.Second {
			t.Errorf("%q after %v, want %q", s.Err, s.Took, want)
		}
	}
	l.Close()
	if s := once(t, r); !strings.HasSuffix(s.Err, ": connection refused") {
		t.Errorf("%q", s.Err)
	}
}

// testContext returns a context for tests with real connections. Its deadline passes only if something hangs.
func testContext(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx, cancel
}

// A late k6 is polled as often as before; only one that does not answer at all is polled less often.
func TestLateK6IsNotOff(t *testing.T) {
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		rest   bool
	}{"stalled": {stall, false}, "hung up": {hangUp, true}} {
		k := NewK6("k6", Fixed(serve(t, tt.answer).URL))
		s := read(t.Context(), k, 100*time.Millisecond)
		if s.Err == "" || k.Rest() > 0 != tt.rest {
			t.Errorf("%s: %q, and it rests for %s", name, s.Err, k.Rest())
		}
	}
}
