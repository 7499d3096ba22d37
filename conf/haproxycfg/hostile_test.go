package haproxycfg

import (
	"strings"
	"testing"
	"time"
)

// No text takes long to read: twice the text takes twice the time.
func TestHostileText(t *testing.T) {
	fill := func(s string) string { return strings.Repeat(s, 1<<18/len(s)) }
	for name, text := range map[string]string{
		"servers":     "backend b\n" + fill("server s h check\n"),
		"sections":    fill("backend b from d\n"),
		"defaults":    "defaults a\n" + fill("defaults a from a\n"),
		"conditions":  fill(".if feature(X)\n"),
		"branches":    ".if feature(X)\n" + fill(".elif 0\n"),
		"negations":   ".if " + fill("!"),
		"brackets":    ".if " + fill("("),
		"terms":       ".if " + fill("1&&"),
		"environment": "global\n" + fill("setenv A \"$A$A\"\nresetenv A\n"),
		"maybe":       "global\n.if feature(X)\n" + fill("resetenv A B C D\n"),
		"variables":   "global\nsetenv A " + strings.Repeat("x", 8000) + "\n" + fill("a \"$A$A$A\"\n"),
		"braces":      fill(`"${A `),
		"lists":       "global\nsetenv A \"" + strings.Repeat("x ", 4000) + "\"\nbackend b\n" + fill("server s h \"${A[*]}\"\n"),
		"doubts":      "backend b\n" + fill("server s h check inter x fall x rise x fastinter x\n"),
		"templates":   "backend b\n" + fill("server-template t 99999 h\n"),
		"words":       fill("a "),
	} {
		begun := time.Now()
		all := read(text)
		if took := time.Since(begun); took > 10*time.Second || len(all) > maxServers+1 {
			t.Errorf("%s: %d servers after %s", name, len(all), took)
		} else if testing.Verbose() {
			t.Logf("%s: %d servers after %s", name, len(all), took)
		}
	}
}
