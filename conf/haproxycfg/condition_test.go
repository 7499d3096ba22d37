package haproxycfg

import (
	"testing"

	"hadash/record"
)

// The results of "haproxy -cc CONDITION" of HAProxy 2.6.12 in this environment; a condition that it refuses is unknown
// here.
func TestConditions(t *testing.T) {
	env := newEnvironment([]string{"HOME=/root", "HAPROXY_VERSION=2.6.12"})
	for text, want := range map[string]truth{
		`streq(a,a)`: yes, `streq( a , a )`: yes, `streq("a b",a\ b)`: yes, `streq(,)`: yes, `streq("","")`: yes, `streq('a','a')`: yes,
		`strneq(a,b)`: yes, `!streq(a,b)`: yes, `! streq(a,b)`: yes, `!!1`: yes, `(1)`: yes, `((0)||1)&&1`: yes, `1`: yes, `-1`: yes, `2`: yes, `+1`: yes,
		`"1"`: yes, `0||0||1`: yes, `1&&0||1`: yes, `0&&0||1`: yes, `1||0&&0`: yes, `1&&!0&&!((streq(a,b)||!streq(a,a)&&1)||strneq(a,a))`: yes,
		`version_atleast(2.6)`: yes, `version_atleast(2.6-dev1)`: yes, `version_atleast(2)`: yes, `defined(HOME)`: yes, `streq("$HOME",/root)`: yes,
		`streq("${NOPE-x}",x)`: yes, `defined(HOME)||1`: yes, `4294967296`: yes, `version_before(2.7)`: yes, `1 # and so on`: yes,
		``: no, `0`: no, `-0`: no, `""`: no, `version_atleast(2.7)`: no, `version_before(2.6)`: no, `version_before(2.4)`: no, `defined()`: no,
		`streq($HOME,/root)`: no, `"streq(a,b)"`: no, `streq('$HOME',/root)`: no,
		`1 1`: unknown, `streq(a)`: unknown, `streq(a,b,c)`: unknown, `1&&`: unknown, `||1`: unknown, `1 || bogus`: unknown, `0 && bogus(1)`: unknown,
		`" "`: unknown, `1abc`: unknown, `streq(a,a)x`: unknown, `STREQ(a,a)`: unknown, `streq (a,a)`: unknown, `(1`: unknown, `1)`: unknown,
		// Only HAProxy itself knows these.
		`feature(OPENSSL)`: unknown, `openssl_version_atleast(3.0.0)`: unknown, `enabled(POLL)`: unknown, `streq("$NOPE",x)`: unknown,
		`defined(HAPROXY_MWORKER)`: unknown, `feature(TFO) && 1`: unknown,
		// But one known term may be enough.
		`feature(TFO) && 0`: no, `feature(TFO) || 1`: yes,
	} {
		if got := condition(text, env); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

// A HAProxy that reads .if is at least 2.4, even if its version is not known.
func TestUnknownVersions(t *testing.T) {
	for text, want := range map[string]truth{
		"version_atleast(2.4)": yes, "version_before(2.2)": no, "version_atleast(3.0)": unknown, "version_before(3.0)": unknown, "version_atleast(2.4-dev3)": yes,
	} {
		if got := condition(text, newEnvironment(nil)); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}

// Each configuration has server lines in its branches; only one of them is in force.
func TestBranches(t *testing.T) {
	in := func(inter int) func(*record.Check) {
		return func(c *record.Check) { c.Inter, c.Fastinter, c.Downinter = ms*1000, ms*1000, ms*1000; c.Fall = inter }
	}
	for text, want := range map[string]func(*record.Check){
		".if 1\n server s h:1 inter 1s fall 1\n.else\n server s h:1 inter 1s fall 2\n.endif":                                           in(1),
		".if 0\n server s h:1 inter 1s fall 1\n.elif streq(a,a)\n server s h:1 inter 1s fall 2\n.else\n server s h:1\n.endif":          in(2),
		".if 0\n.if bogus\n server s h:1\n.else\n server s h:1\n.endif\n.elif 1\n server s h:1 inter 1s fall 3\n.endif":                in(3),
		".if 1\n.if 0\n.elif 0\n.else\n server s h:1 inter 1s fall 4\n.endif\n.elif 1\n server s h:1\n.endif":                          in(4),
		"  .if 0 # no\n  bogus\n  .endif # yes\n.notice \"x\"\n.diag x\n server s h:1 inter 1s fall 5":                                 in(5),
		".if feature(X)\n.elif 0\n server s h:1\n.endif\n server s h:1 inter 1s fall 6":                                                in(6),
		".if feature(X) && 0\n server s h:1\n.endif\n server s h:1 inter 1s fall 7":                                                    in(7),
		".if 1\n server s h:1 inter 1s fall 8\n.elif feature(X)\n server s h:1\n.endif":                                                in(8),
		"default-server fall 9\n.if feature(X)\n default-server fall 1\n.endif\n default-server fall 9\n server s h:1 inter 1s fall 9": in(9),
	} {
		wantChecks(t, "backend b\n"+text+"\n", bare(want))
	}
}

// Lines under a condition that cannot be decided are in doubt, and so are the settings that they change.
func TestUndecidedBranches(t *testing.T) {
	maybe := func(of record.Setting, line int, what string) []record.Doubt {
		return []record.Doubt{{Of: of, Kind: record.DoubtCondition, What: what, File: "x.cfg", Line: line}}
	}
	wantChecks(t, "backend b\n.if feature(QUIC)\n server s h:1\n.else\n server s h:1 fall 2\n.endif\n",
		bare(func(c *record.Check) { c.Doubts = maybe(record.SettingAll, 2, ".if feature(QUIC)") }),
		bare(func(c *record.Check) { c.Fall, c.Doubts = 2, maybe(record.SettingAll, 2, ".if feature(QUIC)") }))
	wantChecks(t, "backend b\n.if feature(QUIC)\n timeout check 1s\n.endif\n server s h:1\n", bare(func(c *record.Check) {
		c.TimeoutCheck, c.Doubts = 1000*ms, maybe(record.SettingTimeoutCheck, 2, ".if feature(QUIC)")
	}))
	wantChecks(t, "global\n.if feature(QUIC)\n setenv X 7\n.endif\nbackend b\n server s h:1 fall \"$X\"\n", bare(func(c *record.Check) {
		c.Doubts = []record.Doubt{{Of: record.SettingFall, Kind: record.DoubtVariable, What: "$X", File: "x.cfg", Line: 6}}
	}))
	wantChecks(t, ".if feature(QUIC)\ndefaults\n retries 3\n.endif\nbackend b\n server s h:1\n", bare(func(c *record.Check) {
		c.Doubts = maybe(record.SettingAll, 1, ".if feature(QUIC)")
	}))
}
