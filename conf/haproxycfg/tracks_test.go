package haproxycfg

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hadash/record"
)

// byName returns the checks by "backend/server".
func byName(all []record.Check) map[string]record.Check {
	m := map[string]record.Check{}
	for _, c := range all {
		m[c.Backend+"/"+c.Server] = c
	}
	return m
}

// With HAProxy 2.6.12 the servers went DOWN in the same millisecond as the server at the end of their chain.
func TestTracking(t *testing.T) {
	got := byName(read(`
defaults base
 timeout check 700ms
backend a from base
 option httpchk
 server one h:1 check inter 300ms fall 4
 server two h:2 track one
backend b
 retries 1
 server three h:3 track a/two on-marked-down shutdown-sessions
 server gone h:3 track a/nobody
 server x h:1 track b/y
 server y h:1 track b/x
 server self h:1 track self
 server after h:1 track x
`))
	for _, name := range []string{"a/two", "b/three"} {
		c := got[name]
		if c.Tracks != "a/one" || !c.On || !c.Protocol || c.Inter != 300*ms || c.Fall != 4 || c.TimeoutCheck != 700*ms || len(c.Doubts) != 0 {
			t.Errorf("%s: %+v", name, c)
		}
	}
	if c := got["b/three"]; c.Retries != 1 || !c.ShutdownDown {
		t.Errorf("settings that do not concern checks are the server's own: %+v", c)
	}
	for _, name := range []string{"b/gone", "b/x", "b/y", "b/self", "b/after"} {
		if d := got[name].Doubts; len(d) != 1 || d[0].Kind != record.DoubtTrack {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

// The names are those in "show stat" of HAProxy 2.6.12.
func TestTemplates(t *testing.T) {
	for args, want := range map[string]string{
		"t 3": "t1 t2 t3", "t 2-4": "t2 t3 t4", "u 0-1": "u0 u1", "t 1,3": "t1", "t 5-5": "t5",
	} {
		var names []string
		for _, c := range read("backend b\n server-template " + args + " h:1 check inter 1s\n") {
			names = append(names, c.Server)
			if !c.On || c.Inter != time.Second || len(c.Doubts) != 0 {
				t.Errorf("%s: %+v", args, c)
			}
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %s, want %s", args, got, want)
		}
	}
	for args, kind := range map[string]record.DoubtKind{
		"t 3-1": record.DoubtValue, "t x": record.DoubtValue, "t 1-1000000000000": record.DoubtValue, `t "${N}"`: record.DoubtVariable, `"$P" 3`: record.DoubtVariable,
	} {
		if all := read("backend b\n server-template " + args + " h:1 check\n"); len(all) != 1 || all[0].Server != "" || all[0].Doubts[0].Kind != kind {
			t.Errorf("%s: %+v", args, all)
		}
	}
}

// At most maxServers servers are read; one Check more says that there are others.
func TestServersAreBounded(t *testing.T) {
	begun := time.Now()
	var long strings.Builder
	long.WriteString("backend b\n server-template t 1-1000000000 h:1 check track x\n")
	for i := range 50_000 {
		fmt.Fprintf(&long, " server s%d h:1 track s%d\n", i, i+1)
	}
	all := read(long.String())
	if n := len(all); n != maxServers+1 || all[n-1].Server != "" || all[n-1].Doubts[len(all[n-1].Doubts)-1].Kind != record.DoubtTrack {
		t.Errorf("%d servers, the last %+v", n, all[n-1])
	}
	chain := read("backend b\n" + strings.Join(strings.SplitAfter(long.String(), "\n")[2:], ""))
	if n := len(chain); n != maxServers+1 {
		t.Errorf("%d servers", n)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
}

func TestWhatElseDecides(t *testing.T) {
	wantChecks(t, "backend b\n option external-check\n server s h:1 check\n", bare(func(c *record.Check) {
		c.On, c.Protocol, c.Doubts = true, true, doubtful(record.SettingAll, record.DoubtProgram, "option external-check")
	}))
	for text, set := range map[string]func(*record.Check){
		"server s h:1 agent-check agent-port 9":                                 func(c *record.Check) { c.Agent = true },
		"server s h:1 resolvers dns init-addr none":                             func(c *record.Check) { c.Resolvers = true },
		"server s h:1 check ssl verify none":                                    func(c *record.Check) { c.On, c.Protocol = true, true },
		"server s h:1 check ssl port 81":                                        func(c *record.Check) { c.On = true },
		"server s h:1 check ssl no-check-ssl":                                   func(c *record.Check) { c.On = true },
		"server s h:1 check ssl addr 10.0.0.1 check-ssl":                        func(c *record.Check) { c.On, c.Protocol = true, true },
		"option tcp-check\n tcp-check connect ssl\n server s h:1":               func(c *record.Check) { c.Protocol = true },
		"option external-check\n no option external-check\n server s h:1 check": func(c *record.Check) { c.On = true },
	} {
		wantChecks(t, "backend b\n "+text+"\n", bare(set))
	}
	for text, want := range map[string]int{"spread-checks 20": 20, "spread-checks 0": 0, "spread-checks 5\nglobal\n spread-checks 7": 7} {
		wantChecks(t, "backend b\n server s h:1\nglobal\n "+text+"\n", bare(func(c *record.Check) { c.Spread = want }))
	}
	wantChecks(t, "backend b\n server s h:1\nglobal\n spread-checks 60\n", bare(func(c *record.Check) {
		c.Doubts = []record.Doubt{{Of: record.SettingSpread, Kind: record.DoubtValue, What: "spread-checks 60", File: "x.cfg", Line: 4}}
	}))
}

// Defaults hold in the next file; a section and a condition end with their own.
func TestSeveralFiles(t *testing.T) {
	got := Checks([]File{
		{Path: "a.cfg", Text: []byte("global\n setenv F 4\ndefaults\n default-server fall \"$F\"\n.if 0\nbackend x\n")},
		{Path: "b.cfg", Text: []byte(" server lost h:1\nbackend b\n server s h:1\n")},
		{Path: "c.cfg", Text: []byte(" server lost h:1\nlisten l\n server s h:1 rise 0\n")},
	}, nil)
	if len(got) != 2 || got[0].Fall != 4 || got[1].Fall != 4 || len(got[1].Doubts) != 1 || got[1].Doubts[0].File != "c.cfg" || got[1].Doubts[0].Line != 3 {
		t.Errorf("%+v", got)
	}
}
