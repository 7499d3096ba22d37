package haproxycfg

import (
	"strings"
	"testing"

	"hadash/record"
)

// The expected values are those of HAProxy 2.6.12: "show stat" shows the servers and their fall.
func TestVariables(t *testing.T) {
	fall := func(n int) func(*record.Check) { return func(c *record.Check) { c.Fall = n } }
	unset := func(what string, line int) func(*record.Check) {
		return func(c *record.Check) {
			c.Doubts = []record.Doubt{{Of: record.SettingFall, Kind: record.DoubtVariable, What: what, File: "x.cfg", Line: line}}
		}
	}
	for text, want := range map[string]func(*record.Check){
		`"${F}"`: fall(9), `"$F"`: fall(9), `"${F-7}"`: fall(9), `"${NOPE-7}"`: fall(7), `"1${NOPE-2}"`: fall(12), `"${F}1"`: fall(91),
		`"${NOPE}"`: unset("${NOPE}", 4), `"${F:-7}"`: unset("${F:-7}", 4), `"$NOPE"`: unset("$NOPE", 4), `"${HAPROXY_X-3}"`: unset("${HAPROXY_X-3}", 4),
		`"${.LINE}"`: unset("${.LINE}", 4), `"${NOPE`: unset("${NOPE", 4),
		`${F}`: func(c *record.Check) {
			c.Doubts = []record.Doubt{{Of: record.SettingFall, Kind: record.DoubtValue, What: "fall ${F}", File: "x.cfg", Line: 4}}
		},
		`'${F}'`: func(c *record.Check) {
			c.Doubts = []record.Doubt{{Of: record.SettingFall, Kind: record.DoubtValue, What: "fall ${F}", File: "x.cfg", Line: 4}}
		},
		`"\${F}"`: func(c *record.Check) {
			c.Doubts = []record.Doubt{{Of: record.SettingFall, Kind: record.DoubtValue, What: "fall ${F}", File: "x.cfg", Line: 4}}
		},
		`"${L[*]}"`: func(c *record.Check) { c.Fall, c.On = 6, true },
	} {
		wantIn(t, []string{"F=9", "L=6 check"}, "global\n maxconn 1\nbackend b\n server s h:1 fall "+text+"\n", bare(want))
	}
}

func TestSettingVariables(t *testing.T) {
	for lines, want := range map[string]int{
		"setenv F 4": 4, "setenv E 4": 9, "presetenv F 4": 9, "presetenv G 4\n setenv F \"$G\"": 4, "setenv F 4\n presetenv F 5": 4,
		"unsetenv F\n presetenv F 5": 5, "resetenv F": 9, "resetenv G\n presetenv F 6": 6, "setenv G 2\n resetenv G\n setenv F \"${G}\"": 2,
		"setenv F 4\nbackend x\n setenv F 5": 4, // only global sets variables
	} {
		wantIn(t, []string{"F=9"}, "global\n "+lines+"\nbackend b\n server s h:1 fall \"${F}\"\n", bare(func(c *record.Check) { c.Fall = want }))
	}
	for _, lines := range []string{"unsetenv F", "resetenv", "resetenv G", "setenv F \"$NOPE\""} {
		got := Checks([]File{{Path: "x.cfg", Text: []byte("global\n " + lines + "\nbackend b\n server s h:1 fall \"${F}\"\n")}}, []string{"F=9"})
		if len(got) != 1 || len(got[0].Doubts) != 1 || got[0].Doubts[0].What != "${F}" {
			t.Errorf("%s: %+v", lines, got)
		}
	}
}

// An empty word ends a line. A variable that may be empty may end the line, so the rest is in doubt.
func TestWordsThatEndALine(t *testing.T) {
	wantChecks(t, "backend b\n server s h:1 fall 2 '' check fall 5\n", bare(func(c *record.Check) { c.Fall = 2 }))
	wantChecks(t, "backend b\n server s h:1 \"${NOCHECK}\" check fall 5\n", bare(func(c *record.Check) {
		c.On, c.Fall, c.Doubts = true, 5, doubtful(record.SettingAll, record.DoubtVariable, "${NOCHECK}")
	}))
	for _, irrelevant := range []string{`"${HOST}:80" check`, `h:1 cookie "${C}" check`, `h:1 weight "${W}" check`} {
		wantChecks(t, "backend b\n server s "+irrelevant+"\n", bare(func(c *record.Check) { c.On = true }))
	}
}

// A server whose name is not known has none; it may be any server of its backend.
func TestNamesWithVariables(t *testing.T) {
	wantChecks(t, "backend b\n server \"${N}\" h:1\n", bare(func(c *record.Check) {
		c.Server, c.Doubts = "", doubtful(record.SettingAll, record.DoubtVariable, "${N}")
	}))
	wantChecks(t, "backend \"${B}\"\n server s h:1\n", bare(func(c *record.Check) {
		c.Backend = ""
		c.Doubts = []record.Doubt{{Kind: record.DoubtVariable, What: "${B}", File: "x.cfg", Line: 1}}
	}))
}

// Neither a value nor a line grows without bound.
func TestVariablesAreBounded(t *testing.T) {
	doubling := "global\n setenv A " + strings.Repeat("x", 100) + "\n" + strings.Repeat(" setenv A \"${A}${A}\"\n", 60)
	all := read(doubling + "backend b\n server s h:1 fall \"" + strings.Repeat("${A}", 10_000) + "\"\n")
	if len(all) != 1 || len(all[0].Doubts) != 1 || len(all[0].Doubts[0].What) > 300 {
		t.Errorf("%d checks", len(all))
	}
}
