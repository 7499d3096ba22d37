package prober

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hadash/record"
	"hadash/record/probe"
)

func target(t *testing.T, text string) probe.Target {
	t.Helper()
	to, err := probe.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// sums adds up what a probe recorded.
type sums struct {
	lines           []record.Line
	seconds         map[int64]record.Window
	ended, failed   int
	notSent, widest int
	by              map[string]int
	samples         []record.Sample
}

func run(ctx context.Context, p *Prober) (s sums) {
	s.seconds, s.by = map[int64]record.Window{}, map[string]int{}
	out := make(chan record.Sample)
	done := make(chan struct{})
	go func() { p.Run(ctx, out); close(done) }()
	for {
		select {
		case one := <-out:
			s.samples = append(s.samples, one)
			l := one.Logs
			s.lines = append(s.lines, l.Lines...)
			for _, w := range l.Windows {
				was := s.seconds[w.Second]
				was.Requests, was.Failed, was.Max = was.Requests+w.Requests, was.Failed+w.Failed, max(was.Max, w.Max)
				s.seconds[w.Second] = was
			}
			s.ended, s.failed, s.notSent, s.widest = s.ended+l.Sent.Ended, s.failed+l.Sent.Failed, s.notSent+l.Sent.NotSent, max(s.widest, l.Sent.Open)
			for _, b := range l.Sent.By {
				s.by[b.Name] += b.Requests
			}
		case <-done:
			return s
		}
	}
}

// A target that hangs makes the probe ask no less: each request is sent when it is due, and fails after its timeout.
func TestHangingTargetIsAskedAsOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int64
		hangs := func(ctx context.Context) answer {
			if n := sent.Add(1); n <= 20 || n > 60 {
				time.Sleep(3 * time.Millisecond)
				return answer{status: 200, by: fmt.Sprint("app", n%2)}
			}
			<-ctx.Done()
			return answer{}
		}
		p := New("probe", target(t, "probe+http://shop#rate=10&timeout=2s"))
		p.ask = func(ctx context.Context) answer {
			ctx, cancel := context.WithTimeout(ctx, p.target.Timeout)
			defer cancel()
			a := hangs(ctx)
			if ctx.Err() != nil {
				a.err = reason(ctx.Err(), true, p.target.Timeout)
			}
			return a
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second+500*time.Millisecond)
		defer cancel()
		begun := time.Now()
		s := run(ctx, p)
		if n := sent.Load(); n < 103 || n > 107 || s.notSent != 0 {
			t.Errorf("%d sent in 10.5 s, %d left out, want 105", n, s.notSent)
		}
		if s.failed != 40 || s.widest > 22 {
			t.Errorf("%d failed, up to %d under way", s.failed, s.widest)
		}
		failed := 0
		for _, l := range s.lines {
			if l.Request.Failed {
				failed++
				if l.Request.Took != 2*time.Second || l.Request.Error != "no answer within 2s" || l.Request.Status != 0 || !l.At.Equal(l.Request.At) {
					t.Errorf("%+v", l.Request)
				}
			}
		}
		if failed != 40 {
			t.Errorf("%d lines of failures", failed)
		}
		whole, lost := 0, 0
		for second, w := range s.seconds {
			whole, lost = whole+w.Requests, lost+w.Failed
			if at := second - begun.Unix(); at < 2 && (w.Requests < 8 || w.Requests > 11) {
				t.Errorf("second %d: %+v", at, w)
			}
		}
		if whole > s.ended || whole < s.ended-11 || lost != 40 {
			t.Errorf("%d requests and %d failures in seconds, %d in all", whole, lost, s.ended)
		}
		if s.by["app0"]+s.by["app1"] != s.ended-s.failed {
			t.Errorf("%d ended, %d failed, answered by %v", s.ended, s.failed, s.by)
		}
		for i, one := range s.samples[1:] { // each second, and sooner while requests fail
			if gap := one.At.Sub(s.samples[i].At); gap > 1100*time.Millisecond || len(one.Logs.Lines) > 0 && gap > time.Second+settles {
				t.Errorf("a Sample after %v", gap)
			}
		}
	})
}

// A request that does not end by its timeout holds its place. When all are taken, what is due is not sent, and counted as such.
func TestBoundOfRequestsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New("probe", target(t, "probe+http://shop#rate=10&timeout=1s"))
		p.ask = func(ctx context.Context) answer {
			time.Sleep(5 * time.Second)
			return answer{status: 200}
		}
		ctx, cancel := context.WithTimeout(t.Context(), 6*time.Second)
		defer cancel()
		s := run(ctx, p)
		if s.widest != p.most() || p.most() != 13 || s.notSent < 30 || s.failed != 0 {
			t.Errorf("%d of %d under way, %d not sent, %d failed", s.widest, p.most(), s.notSent, s.failed)
		}
	})
}

// A consumer that is slow makes the probe ask no less either, and loses nothing.
func TestSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int64
		p := New("probe", target(t, "probe+http://shop#rate=20"))
		p.ask = func(ctx context.Context) answer {
			sent.Add(1)
			return answer{status: 503, err: "503", took: time.Millisecond}
		}
		ctx, cancel := context.WithCancel(t.Context())
		out := make(chan record.Sample)
		done := make(chan struct{})
		go func() { p.Run(ctx, out); close(done) }()
		time.Sleep(4 * time.Second)
		n := sent.Load()
		got := 0
		for range 3 {
			got += (<-out).Logs.Sent.Ended
		}
		cancel()
		<-done
		if n < 78 || n > 82 || got < 79 {
			t.Errorf("%d sent, %d reported", n, got)
		}
	})
}

// After the whole program stood still, a probe does not send what it missed.
func TestNoBurstAfterAPause(t *testing.T) {
	p := pace{every: 100 * time.Millisecond, jitter: func() float64 { return 0.5 }}
	at := time.Unix(1e9, 0)
	if d := p.next(at); d != 100*time.Millisecond {
		t.Error(d)
	}
	if d := p.next(at.Add(130 * time.Millisecond)); d != 70*time.Millisecond { // late, and the next one is not
		t.Error(d)
	}
	if d := p.next(at.Add(time.Hour)); d != 100*time.Millisecond {
		t.Error(d)
	}
}

// What a real target may do, in words.
func TestReasons(t *testing.T) {
	refused, _ := net.Listen("tcp", "127.0.0.1:0")
	closed := refused.Addr().String()
	refused.Close()
	listen := func(do func(net.Conn)) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				go do(c)
			}
		}()
		return l.Addr().String()
	}
	mute := listen(func(c net.Conn) { time.Sleep(10 * time.Second); c.Close() })
	resets := listen(func(c net.Conn) {
		_ = c.(*net.TCPConn).SetLinger(0)
		buf := make([]byte, 1)
		_, _ = c.Read(buf)
		c.Close()
	})
	hangup := listen(func(c net.Conn) { buf := make([]byte, 4096); _, _ = c.Read(buf); c.Close() })
	slams := listen(func(c net.Conn) { c.Close() })
	greets := listen(func(c net.Conn) {
		fmt.Fprint(c, "220 hello\r\n")
		buf := make([]byte, 1)
		_, _ = c.Read(buf)
		c.Close()
	})
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("User-Agent") != agent || r.URL.RawQuery != "a=1" {
			w.WriteHeader(400)
			return
		}
		switch r.URL.Path {
		case "/cut":
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "part")
		case "/moved":
			http.Redirect(w, r, "/cut", http.StatusFound)
		case "/503":
			w.Header().Set("X-Backend-Server", "app\u202e2")
			w.WriteHeader(503)
		case "/node":
			w.Header().Set("X-Node", strings.Repeat("n", 100))
			fmt.Fprint(w, r.Host, r.Method)
		}
	}))
	t.Cleanup(web.Close)
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	tls.Config.ErrorLog = nil
	t.Cleanup(tls.Close)
	type want struct {
		err, by string
		status  int
	}
	for to, want := range map[string]want{
		"probe+http://" + closed:                       {err: "connection refused"},
		"probe+http://" + mute + "#timeout=50ms":       {err: "no answer within 50ms"},
		"probe+http://" + resets:                       {err: "connection reset"},
		"probe+http://" + hangup:                       {err: "closed without an answer"},
		"probe+http://no.such.invalid/#timeout=10s":    {err: "no such host no.such.invalid"},
		web.URL + "/?a=1":                              {status: 200},
		web.URL + "/?a=1#expect=204":                   {err: "200", status: 200},
		web.URL + "/moved?a=1":                         {status: 302},
		web.URL + "/cut?a=1":                           {err: "the answer was cut off"},
		web.URL + "/503?a=1":                           {err: "503", status: 503, by: "app2"},
		web.URL + "/node?a=1#header=X-Node&keepalive":  {status: 200, by: strings.Repeat("n", 64)},
		web.URL + "/node?a=2":                          {status: 400},
		strings.Replace(web.URL, "http:", "https:", 1): {err: "TLS: not spoken there"},
		tls.URL:                                        {err: "TLS: the certificate's authority is not known"},
		tls.URL + "#host=other.example":                {err: "TLS: the certificate is for another name"},
		tls.URL + "#insecure":                          {status: 404},
		"probe+tcp://" + closed:                        {err: "connection refused"},
		"probe+tcp://" + mute:                          {},
		"probe+tcp://" + mute + "#greets&timeout=50ms": {err: "no answer within 50ms"},
		"probe+tcp://" + slams:                         {err: "connection closed at once"},
		"probe+tcp://" + greets:                        {},
		"probe+tcp://" + greets + "#greets":            {},
	} {
		to = strings.TrimPrefix(to, "probe+")
		a := New("probe", target(t, "probe+"+to)).ask(t.Context())
		if a.err != want.err || a.by != want.by || a.status != want.status {
			t.Errorf("%s: %+v, want %+v", to, a, want)
		}
	}
}

// A batch is bounded, whatever the target answers.
func TestBatchIsBounded(t *testing.T) {
	b := batch{node: "probe", name: "/"}
	at := time.Unix(1e9, 0)
	for i := range 1000 {
		b.add(answer{at: at, took: time.Second, status: 200, by: fmt.Sprint("name", i)})
	}
	s := b.sample(at.Add(2060*time.Millisecond), 0)
	if s == nil || s.Logs.Sent.Ended == 0 || len(s.Logs.Lines) != maxLines || len(s.Logs.Sent.By) != maxNames || s.Logs.Sent.Ended != 1000 || s.Logs.Windows[0].Requests != 1000 {
		t.Errorf("%+v", s)
	}
	if b.sample(at.Add(2*time.Second+100*time.Millisecond), 0) != nil {
		t.Error("a Sample of nothing")
	}
}
