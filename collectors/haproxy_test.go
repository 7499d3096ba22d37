package collectors

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

func TestHAProxyRefusals(t *testing.T) {
	for code, want := range map[int]string{
		401: "401 Unauthorized ('stats auth' requires a user: http://user:password@host...)",
		403: "403 Forbidden (a rule denies it: look for 'http-request deny' in the stats frontend)",
		404: "404 Not Found (no stats page here: compare the path with 'stats uri')",
		503: "503 Service Unavailable (no stats page here: compare the path with 'stats uri')",
		302: "302 Found (a redirect: give the URL of the stats page itself)",
		500: "500 Internal Server Error",
	} {
		srv := serve(t, answer(code))
		if s := once(t, NewHAProxy("lb", Fixed(srv.URL))); s.Err != "poll haproxy "+srv.URL+"/;csv: "+want {
			t.Errorf("%d: %q", code, s.Err)
		}
	}
}

// stats is a HAProxy's stats page: the process that answers can be changed, and the requests are kept.
type stats struct {
	csv, html []byte
	asked     []string
	conns     map[string]bool
}

func (s *stats) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked = append(s.asked, r.URL.Path)
	s.conns[r.RemoteAddr] = true
	if strings.HasSuffix(r.URL.Path, ";csv") {
		_, _ = w.Write(s.csv)
		return
	}
	_, _ = w.Write(s.html)
}

func TestHAProxyAsksForTheHTMLPageOnlyOfANewProcess(t *testing.T) {
	st := &stats{csv: capture(t, "lab/haproxy-3.0.11.csv"), html: capture(t, "lab/haproxy-3.0.11.html"), conns: map[string]bool{}}
	srv := serve(t, st)
	h := NewHAProxy("lb", Fixed(srv.URL))
	for range 3 {
		s := once(t, h)
		if s.Err != "" || s.HAProxy.Version != "3.0.11-1+deb13u5" || s.HAProxy.Pid != 1 || s.HAProxy.Uptime < 60 {
			t.Fatalf("%+v %+v", s, s.HAProxy)
		}
	}
	want := []string{"/;csv", "/;norefresh", "/;csv", "/;csv"}
	if diff := cmp.Diff(want, st.asked); diff != "" {
		t.Errorf("(-want +asked)\n%s", diff)
	}
	if len(st.conns) > 2 {
		t.Errorf("%d connections for three polls", len(st.conns))
	}
	// A new process begins its counters at 0.
	st.csv = []byte("# pxname,svname,stot,bin,bout,status,type,-,\nstats,FRONTEND,1,86,0,OPEN,0,-,\n")
	st.html = []byte(strings.Replace(string(st.html), "for pid 1<", "for pid 7<", 1))
	if s := once(t, h); s.Err != "" || s.HAProxy.Pid != 7 {
		t.Errorf("%+v %+v", s, s.HAProxy)
	}
}

func TestHAProxyWithoutAnHTMLPage(t *testing.T) {
	st := &stats{csv: capture(t, "haproxy-3.0.0/all-up.csv"), html: []byte("<html>no process here"), conns: map[string]bool{}}
	h := NewHAProxy("lb", Fixed(serve(t, st).URL))
	for range 6 {
		if s := once(t, h); s.Err != "" || s.HAProxy.Version != "" || s.HAProxy.Pid != 0 || len(s.HAProxy.Servers) == 0 {
			t.Fatalf("%+v", s)
		}
	}
	if len(st.asked) != 6+maxTries {
		t.Errorf("asked %v", st.asked)
	}
}

func BenchmarkHAProxyPoll(b *testing.B) {
	for _, n := range []int{3, 1000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			srv := httptest.NewServer(page(many(b, n)))
			defer srv.Close()
			h := NewHAProxy("lb", Fixed(srv.URL))
			b.ReportAllocs()
			for b.Loop() {
				if s := read(b.Context(), h, time.Second); s.Err != "" {
					b.Fatal(s.Err)
				}
			}
		})
	}
}

func TestHAProxySaysWhatItMayHave(t *testing.T) {
	st := &stats{csv: capture(t, "lab/haproxy-3.0.11.csv"), html: capture(t, "lab/haproxy-3.0.11.html"), conns: map[string]bool{}}
	h := NewHAProxy("lb", Fixed(serve(t, st).URL))
	want := record.Process{Maxconn: 4000, CurrConns: 28, Idle: 98}
	for range 2 {
		if s := once(t, h); s.HAProxy == nil || s.HAProxy.Process == nil || *s.HAProxy.Process != want {
			t.Fatalf("%+v", s.HAProxy.Process)
		}
	}
	// Another process answers, whose counters are higher already.
	st.html = []byte(strings.NewReplacer("for pid 1<", "for pid 9<", "current conns = 28;", "", "idle = 98 %", "").Replace(string(st.html)))
	h.whom.asked = time.Time{}
	s := once(t, h)
	if want := (record.Process{Maxconn: 4000, CurrConns: -1, Idle: -1}); s.HAProxy.Pid != 9 || *s.HAProxy.Process != want {
		t.Errorf("%d %+v", s.HAProxy.Pid, s.HAProxy.Process)
	}
	if last := st.asked[len(st.asked)-3:]; !strings.HasSuffix(last[0], ";csv") || !strings.HasSuffix(last[2], ";csv") {
		t.Errorf("the rows may be of the process before: asked %v", last)
	}
	st.html = []byte("<html>hidden")
	h.whom.asked = time.Time{}
	if s := once(t, h); s.HAProxy.Process != nil {
		t.Errorf("from a page that says nothing: %+v", s.HAProxy.Process)
	}
}

// A page over TLS is read at its container's own address whatever its certificate is. Anywhere else the certificate counts: no login
// is sent before it is accepted, and the error says what to do.
func TestHAProxyOverTLS(t *testing.T) {
	var asked atomic.Int32
	show := page(capture(t, "haproxy-3.0.0/all-up.csv"))
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, _, ok := r.BasicAuth(); ok {
			asked.Add(1)
		}
		show(w, r)
	}))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	at, err := url.Parse(strings.Replace(srv.URL, "https://", "https://me:s3cret@", 1))
	if err != nil {
		t.Fatal(err)
	}
	s := once(t, NewHAProxy("lb", Fixed(at.String())))
	if want := "poll haproxy " + srv.URL + "/;csv: its certificate is not accepted: x509: certificate signed by unknown authority (from an authority of your own? Start hadash with SSL_CERT_FILE="; !strings.HasPrefix(s.Err, want) {
		t.Errorf("%s\nwant %s", s.Err, want)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("%d logins were sent", n)
	}
	s = once(t, NewHAProxy("lb", Fixed(Unchecked(at).String())))
	if s.Err != "" || len(s.HAProxy.Servers) == 0 || asked.Load() == 0 {
		t.Errorf("%+v", s)
	}
	srv.Close()
	if s = once(t, NewHAProxy("lb", Fixed(Unchecked(at).String()))); !strings.HasPrefix(s.Err, "poll haproxy "+srv.URL+"/") {
		t.Errorf("%s", s.Err)
	}
}

// What to try depends on what is wrong with a certificate.
func TestUntrusted(t *testing.T) {
	cert := &x509.Certificate{DNSNames: []string{"lb.lab"}}
	for want, err := range map[string]error{
		"https://NAME:PORT/... with a name of the certificate": x509.HostnameError{Certificate: cert, Host: "10.0.0.2"},
		"renew it":      x509.CertificateInvalidError{Cert: cert, Reason: x509.Expired},
		"SSL_CERT_FILE": x509.UnknownAuthorityError{Cert: cert},
	} {
		if got := why(&url.Error{Op: "Get", URL: "https://x", Err: &tls.CertificateVerificationError{Err: err}}).Error(); !strings.Contains(got, want) {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

// A label cannot ask for a page whose certificate is not checked.
func TestNoLabelIsUnchecked(t *testing.T) {
	if s := (Plan{}).source(record.Node{Name: "lb", Kind: record.KindHAProxy, Status: unchecked + "://lb:8404/"}); s != nil {
		t.Errorf("%T", s)
	}
	for _, plain := range []string{"http://lb/", "tcp://lb:1", "unix:///x"} {
		if u, err := url.Parse(plain); err != nil || Unchecked(u).String() != plain {
			t.Errorf("%v %v", Unchecked(u), err)
		}
	}
}
