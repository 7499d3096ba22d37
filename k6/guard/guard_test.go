package guard

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestNoWebPageReachesK6(t *testing.T) {
	var reached bool
	k6 := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		reached = true
		if r.Method == http.MethodPatch {
			if body, _ := io.ReadAll(r.Body); string(body) != "{}" {
				t.Errorf("k6 is sent %q", body)
			}
		}
	}))
	defer k6.Close()
	front := serve(t, k6.URL)
	foreign := map[string]string{"Origin": "http://evil.example"}
	for _, c := range []struct {
		method, path, host string
		header             map[string]string
		want               int
	}{
		{method: "GET", path: "/v1/status", want: 200},
		{method: "PATCH", path: "/v1/status", want: 200},
		{method: "GET", path: "/v1/metrics", host: "localhost:6565", want: 200},
		{method: "GET", path: "/v1/metrics", host: "[::1]:6565", want: 200},
		{method: "GET", path: "/v1/metrics", host: "k6:6565", want: 200},
		{method: "GET", path: "/v1/status", host: "evil.example", want: 403},
		{method: "GET", path: "/v1/status", host: "evil.example.:6565", want: 403},
		{method: "GET", path: "/v1/status", host: "127.0.0.1.evil.example:6565", want: 403},
		{method: "PATCH", path: "/v1/status", host: "EVIL.EXAMPLE:6565", header: map[string]string{"Origin": "http://EVIL.EXAMPLE:6565"}, want: 403},
		{method: "PATCH", path: "/v1/status", header: foreign, want: 403},
		{method: "POST", path: "/v1/setup", header: foreign, want: 403},
		{method: "POST", path: "/v1/teardown", header: map[string]string{"Origin": "null"}, want: 403},
		{method: "POST", path: "/v1/teardown", header: map[string]string{"Sec-Fetch-Site": "cross-site"}, want: 403},
	} {
		reached = false
		got, err := ask(t, c.method, front+c.path, c.host, c.header)
		if err != nil || got != c.want || reached != (c.want == 200) {
			t.Errorf("%s %s, host %q, %v: %d, %v, reached k6: %v; want %d", c.method, c.path, c.host, c.header, got, err, reached, c.want)
		}
	}
}

// hadash takes any answer for k6's own, and retries if there is none.
func TestSilentWhileK6Starts(t *testing.T) {
	k6 := httptest.NewServer(nil)
	k6.Close()
	if got, err := ask(t, "GET", serve(t, k6.URL)+"/v1/status", "", nil); !errors.Is(err, io.EOF) {
		t.Errorf("%d, %v; want EOF", got, err)
	}
}

func serve(t *testing.T, k6 string) string {
	u, err := url.Parse(k6)
	if err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(New(u))
	t.Cleanup(front.Close)
	return front.URL
}

func ask(t *testing.T, method, where, host string, header map[string]string) (int, error) {
	r, err := http.NewRequestWithContext(t.Context(), method, where, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	for name, value := range header {
		r.Header.Set(name, value)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}
