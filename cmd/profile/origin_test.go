package main

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWhoMayPost(t *testing.T) {
	s, _ := newTestService(t, newFakeDB(t))
	h := s.handler()
	for _, test := range []struct {
		name, host string
		headers    map[string]string
		want       int
	}{
		{"not a browser", "web:9080", nil, 200},
		{"same origin, plain http", "web:9080", map[string]string{"Origin": "http://web:9080"}, 200},
		{"IPv6", "[::1]:9080", map[string]string{"Origin": "http://[::1]:9080"}, 200},
		{"default port in the Host", "web:80", map[string]string{"Origin": "http://web"}, 200},
		{"IPv6, default port in the Host", "[::1]:80", map[string]string{"Origin": "http://[::1]"}, 200},
		{"https in front", "web", map[string]string{"Origin": "https://web"}, 200},
		{"https in front, port in the Host", "web:443", map[string]string{"Origin": "https://web"}, 200},
		{"capitals", "Web:9080", map[string]string{"Origin": "http://web:9080"}, 200},
		{"Referer only", "web:9080", map[string]string{"Referer": "http://web:9080/"}, 200},
		{"the browser says so", "service", map[string]string{"Origin": "https://web", "Sec-Fetch-Site": "same-origin"}, 200},
		{"typed in", "web:9080", map[string]string{"Sec-Fetch-Site": "none"}, 200},
		{"no referrer, the browser says so", "web:9080", map[string]string{"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200},
		{"sandboxed frame", "web:9080", map[string]string{"Origin": "null"}, 403},
		{"another site", "web:9080", map[string]string{"Origin": "http://evil"}, 403},
		{"another port", "web:9080", map[string]string{"Origin": "http://web:9081"}, 403},
		{"the port cut off", "web", map[string]string{"Origin": "http://web:9080"}, 403},
		{"the other scheme's port", "web:443", map[string]string{"Origin": "http://web"}, 403},
		{"no Host", "", map[string]string{"Origin": "http://evil"}, 403},
		{"the browser says another site", "web:9080", map[string]string{"Origin": "http://web:9080", "Sec-Fetch-Site": "cross-site"}, 403},
		{"the browser says a sibling", "web:9080", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
	} {
		r := httptest.NewRequest("POST", "/login", strings.NewReader("login=user7&password=secret"))
		r.Host = test.host
		r.Header.Set("Content-Type", formType)
		for name, value := range test.headers {
			r.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != test.want {
			t.Errorf("%s: got %d, want %d", test.name, w.Code, test.want)
		}
		if test.want == 403 && !strings.Contains(w.Body.String(), `"error"`) {
			t.Errorf("%s: %s", test.name, w.Body)
		}
	}
}
