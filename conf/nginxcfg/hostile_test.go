package nginxcfg

import (
	"strings"
	"testing"
	"time"
)

// No text takes long to read: twice the text takes twice the time.
func TestHostileText(t *testing.T) {
	fill := func(s string) string { return strings.Repeat(s, 1<<18/len(s)) }
	for name, text := range map[string]string{
		"groups":    "http {" + fill("upstream a{server b;}"),
		"servers":   "http { upstream g {" + fill("server a;"),
		"places":    "http { upstream g { server a; } " + fill("location /{proxy_pass http://g;}"),
		"hosts":     "http { set $a b; set $c $a; proxy_pass http://" + fill("$a"),
		"variables": "http { " + fill("set $a b; proxy_pass $a;"),
		"depth":     fill("a{"),
		"ends":      fill("}"),
		"includes":  "http { " + fill("include a*b*c*d*e*; "),
		"lua":       "a_by_lua_block {" + fill("[=[=--[[' "),
		"quotes":    fill(`"\`),
		"words":     fill("a "),
		"times":     "http { upstream g { server a; } proxy_read_timeout " + fill("1y"),
	} {
		begun := time.Now()
		all := Upstreams(files("/n/nginx.conf: "+text, "/n/x.conf: "+text))
		if took := time.Since(begun); took > 10*time.Second || len(all) > maxUpstreams {
			t.Errorf("%s: %d servers after %s", name, len(all), took)
		} else if testing.Verbose() {
			t.Logf("%s: %d servers after %s", name, len(all), took)
		}
	}
}
