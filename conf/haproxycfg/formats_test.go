package haproxycfg

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/conf/balancer"
)

func TestFormats(t *testing.T) {
	got := Formats([]File{{Path: "/a.cfg", Text: []byte(`global
 setenv NAME lab
defaults
 option httplog
 log-format "%ci ${NAME} %[capture.req.hdr(0)] \"%r\""   # quoted
frontend a
 option httplog clf
 log-format %ci:%cp\ [%t]\ %ft
 error-log-format '{"code":%ST}'
frontend b
 option httplog clf
 log-format "%ci ${NOPE}"
`)}}, []string{"NAME=other"})
	want := []balancer.Format{
		{Name: "log-format", Text: `%ci lab %[capture.req.hdr(0)] "%r"`},
		{Name: "httplog clf"},
		{Name: "log-format", Text: "%ci:%cp [%t] %ft"},
		{Name: "error-log-format", Text: `{"code":%ST}`},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
