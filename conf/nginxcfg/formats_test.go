package nginxcfg

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/conf/balancer"
)

// Formats stand in http{}, in stream{} and in included files, before their use or behind it.
func TestFormats(t *testing.T) {
	got := Formats([]File{
		{Path: "/etc/nginx/nginx.conf", Text: []byte(`http {
	log_format spare '$status';
	log_format main '$remote_addr "$request" '
		"$status\t\"x\"";
	include conf.d/*.conf;
}
stream { log_format t $status; access_log /dev/stdout t; }`)},
		{Path: "/etc/nginx/conf.d/a.conf", Text: []byte(`server { location / { access_log /dev/stdout main buffer=4k; access_log off; } }
server { access_log /x j; }
log_format j escape=json '{"s":$status}';
log_format broken;`)},
	})
	want := []balancer.Format{
		{Name: "main", Text: "$remote_addr \"$request\" $status\t\"x\""},
		{Name: "j", Escape: "json", Text: `{"s":$status}`},
		{Name: "t", Text: "$status"},
		{Name: "spare", Text: "$status"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
