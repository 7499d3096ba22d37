package promex

import (
	"os"
	"strings"
	"testing"

	"hadash/record"
)

func TestNginx(t *testing.T) {
	text, err := os.ReadFile("../testdata/nginx-1.22/exporter/page.txt")
	if err != nil {
		t.Fatal(err)
	}
	nginxPage := string(text)
	n, err := Nginx(text)
	if want := (record.Nginx{Active: 1, Accepts: 4, Handled: 4, Requests: 5, Writing: 1}); err != nil || n != want {
		t.Errorf("%+v, %v; want %+v", n, err, want)
	}
	many := strings.Replace(nginxPage, "requests_total 5\n", "requests_total 1.234567e+06\n", 1) // as it writes large numbers
	if n, err := Nginx([]byte(many)); err != nil || n.Requests != 1234567 {
		t.Errorf("%+v, %v", n, err)
	}
	for what, page := range map[string]string{
		"nginx_up is 0": strings.Replace(nginxPage, "nginx_up 1", "nginx_up 0", 1),
		"is no number":  strings.Replace(nginxPage, "accepted 4", "accepted NaN", 1),
		"it lacks":      strings.Replace(nginxPage, "nginx_connections_waiting 0\n", "", 1),
		"not the page":  "haproxy_process_uptime_seconds 9\n",
	} {
		if n, err := Nginx([]byte(page)); err == nil || !strings.Contains(err.Error(), what) || n != (record.Nginx{}) {
			t.Errorf("%s: %+v, %v", what, n, err)
		}
	}
}
