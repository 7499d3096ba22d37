package tui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/record"
)

// dockers are words that mean nothing where there is no Docker.
var dockers = regexp.MustCompile(`(?i)docker|contain|its health|cut off|rejoin|freeze \w+\d|unpause|\? \?|--read-only|the lab\b`)

// loopbackAt is the Frame of a captured run without Docker, so long after its beginning: a HAProxy 2.6.12 on the loopback and
// three servers, of which web1 is drained after 7 s and made ready after 12 s, and the process of web3 is killed after 16 s
// and started again after 22 s.
func loopbackAt(t *testing.T, after time.Duration, change ...func(*record.Topology)) incident.Frame {
	t.Helper()
	r, err := record.Open("testdata/loopback.hadash")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f incident.Frame
	var from time.Time
	for s := range r.Samples() {
		if from.IsZero() {
			from = s.At
		}
		if s.At.Sub(from) > after {
			break
		}
		if s.Topology != nil {
			topology := *s.Topology
			topology.Nodes = append([]record.Node{}, topology.Nodes...)
			for _, do := range change {
				do(&topology)
			}
			s.Topology = &topology
		}
		f = incident.Fold(f, s)
	}
	return f
}

// lowLevel is a Runtime API that only shows things.
func lowLevel(t *record.Topology) {
	t.Nodes[0].NoAdmin = record.NoAdmin{Why: record.LowLevel, At: "/run/haproxy/user.sock", Level: "user", Line: "level admin"}
}

// ways are with what may be done to what is watched without Docker.
func ways() map[string]Options {
	real := Options{predict: (*incident.Frame).Predict, truths: (*incident.Frame).TruthTable}
	hands, watch, replay := real, everyKey, real
	hands.Hands = &fakeHands{}
	watch.predict, watch.truths = real.predict, real.truths
	watch.Hands = nil
	replay.Replay = &fakePlayer{}
	return map[string]Options{"hands": hands, "watch": watch, "replay": replay}
}

// loopbackMoments are the moments of that run: all is well, web1 is drained, it is back, web3 is down, it is back.
var loopbackMoments = map[string]time.Duration{"calm": 6 * time.Second, "drained": 11 * time.Second, "ready": 15 * time.Second, "down": 21 * time.Second, "back": 25 * time.Second}

// Where there is no Docker, no page says a word of it.
func TestNoDockerWords(t *testing.T) {
	t.Parallel()
	for way, o := range ways() {
		for moment, after := range loopbackMoments {
			for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
				if moment != "down" && size[0] != 120 {
					continue
				}
				f := loopbackAt(t, after)
				for _, keys := range [][]string{{}, {"T"}, {"5"}, {"6"}, {"7"}, {"8"}, {"9"}, {"enter"}, {"T", "k", "enter"}, {"4"}, {"3"}, {"?"}, {"?", "pgdown"}, {":"}, {":", "pgdown"}, {"j"}, {"d"}} {
					m := screenOf(size[0], size[1], o, f)
					press(m, keys...)
					if found := dockers.FindString(ansi.Strip(m.View())); found != "" {
						t.Errorf("%s, %s, %v, %q: %q in\n%s", way, moment, size, keys, found, ansi.Strip(m.View()))
					}
				}
			}
		}
	}
}

func TestGoldenNoDocker(t *testing.T) {
	t.Parallel()
	o := ways()
	for _, size := range [][2]int{{80, 24}, {120, 36}, {200, 50}} {
		for scene, s := range map[string]struct {
			o     Options
			frame incident.Frame
			keys  []string
		}{
			"loopback":       {o["watch"], loopbackAt(t, loopbackMoments["calm"]), nil},
			"loopback-hands": {o["hands"], loopbackAt(t, loopbackMoments["calm"]), nil},
			"loopback-down":  {o["hands"], loopbackAt(t, loopbackMoments["down"]), nil},
			"loopback-node":  {o["hands"], loopbackAt(t, loopbackMoments["drained"]), []string{"enter"}},
			"loopback-truth": {o["watch"], loopbackAt(t, loopbackMoments["down"]), []string{"T"}},
			"loopback-level": {o["hands"], loopbackAt(t, loopbackMoments["calm"], lowLevel), []string{"enter"}},
			"loopback-help":  {o["watch"], loopbackAt(t, loopbackMoments["calm"]), []string{"?"}},
			"loopback-mute":  {o["watch"], muted(t), nil},
		} {
			m := screenOf(size[0], size[1], s.o, s.frame)
			press(m, s.keys...)
			goldenFrame(t, scene, m)
		}
	}
}

// muted is that run when its HAProxy has not answered for some seconds.
func muted(t *testing.T) incident.Frame {
	f := loopbackAt(t, loopbackMoments["calm"])
	for range 4 {
		f = incident.Fold(f, record.Sample{At: f.At.Add(time.Second), Source: record.SourceHAProxy, Node: "haproxy", Err: "poll haproxy unix:///run/haproxy/admin.sock: connection refused"})
	}
	return f
}

// A key that does nothing without Docker says why in one line; a key that works where servers may be changed works.
func TestKeysWithoutDocker(t *testing.T) {
	o := ways()
	calm := loopbackAt(t, loopbackMoments["calm"])
	for name, tt := range map[string]struct {
		o     Options
		frame incident.Frame
		key   string
		want  string
	}{
		"needs Docker":          {o["hands"], calm, "s", "stop needs Docker; maint, drain, weight"},
		"start":                 {o["hands"], calm, "S", "start needs Docker; maint, drain, weight"},
		"load":                  {o["hands"], calm, "l", "the load needs Docker; a probe is a client here"},
		"watched":               {o["watch"], calm, "d", "watching only; --allow-faults lets keys change servers"},
		"watched, stop":         {o["watch"], calm, "s", "watching only; --allow-faults lets keys change servers"},
		"no admin":              {o["hands"], loopbackAt(t, loopbackMoments["calm"], lowLevel), "d", "has level user; add `level admin` to its `stats socket /run/haproxy/user.sock`"},
		"no admin, stop":        {o["hands"], loopbackAt(t, loopbackMoments["calm"], lowLevel), "s", "stop needs Docker; faults of your own work here"},
		"no admin, and watched": {o["watch"], loopbackAt(t, loopbackMoments["calm"], lowLevel), "m", "has level user; add `level admin`"},
		"replay":                {o["replay"], calm, "s", "s, stop: not available in a recording"},
	} {
		m := screenOf(160, 36, tt.o, tt.frame)
		press(m, tt.key)
		if !strings.Contains(m.said.text, tt.want) || m.ask != nil {
			t.Errorf("%s: said %q, want %q", name, m.said.text, tt.want)
		}
	}
	m := screenOf(120, 36, o["hands"], calm)
	if press(m, "d"); m.ask == nil || !strings.Contains(ansi.Strip(m.View()), "drain web1?") {
		t.Errorf("d asks nothing:\n%s", ansi.Strip(m.View()))
	}
}

// What can be made without Docker is in the menu, in the palette and on the card of costs, and nothing else is.
func TestFaultsWithoutDocker(t *testing.T) {
	o := ways()["hands"]
	calm, low := loopbackAt(t, loopbackMoments["calm"]), loopbackAt(t, loopbackMoments["calm"], lowLevel)
	for name, tt := range map[string]struct {
		frame incident.Frame
		keys  []string
		has   []string
		not   string
	}{
		"overview":         {calm, nil, []string{"d  drain  web1", "m  maint  web1", "m maint  d drain"}, `stop|kill|pause|crash`},
		"menu":             {calm, []string{"enter"}, []string{"maint ", "drain ", "weight 10 %", "enter do it"}, `stop|kill|pause|crash|slow|delay|loss`},
		"HAProxy's page":   {calm, []string{"T", "k", "enter"}, []string{"haproxy ━━"}, `stop|kill|pause|crash|do it|maint`},
		"palette":          {calm, []string{":"}, []string{"maint", "drain", "weight"}, `  stop |  kill |  pause |  load |  start `},
		"palette, by name": {calm, []string{":", "s", "t", "o", "p"}, []string{"stop needs Docker"}, ``},
		"level, overview":  {low, nil, []string{"An outage that is found is costed here", "enter node"}, `drain|maint`},
		"level, page":      {low, []string{"enter"}, []string{"nothing can be broken from here", "`level admin` to its"}, `do it|drain  |weight `},
		"level, palette":   {low, []string{":"}, nil, `  drain |  maint |  weight `},
	} {
		m := screenOf(120, 36, o, tt.frame)
		press(m, tt.keys...)
		text := ansi.Strip(m.View())
		for _, want := range tt.has {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", name, want, text)
			}
		}
		if tt.not != "" && regexp.MustCompile(tt.not).MatchString(text) {
			t.Errorf("%s: %s in\n%s", name, tt.not, text)
		}
	}
}

// The line that brings what is missing stands once, and not where a log is read.
func TestMissingLogIsNamedOnce(t *testing.T) {
	for _, size := range [][2]int{{100, 30}, {120, 36}, {200, 50}} {
		for _, logs := range []bool{false, true} {
			f := loopbackAt(t, loopbackMoments["calm"], func(t *record.Topology) { t.Nodes[0].HasLog = logs })
			text := ansi.Strip(screenOf(size[0], size[1], ways()["watch"], f).View())
			want := map[bool]int{false: 1, true: 0}[logs]
			if n := strings.Count(text, "/var/log/haproxy.log"); n != want {
				t.Errorf("%v, log %v: %d times:\n%s", size, logs, n, text)
			}
		}
	}
}

// A server of a HAProxy that does not answer any more is not known, and never up.
func TestServersOfASilentHAProxy(t *testing.T) {
	f := muted(t)
	for _, name := range []string{"web1", "web2", "web3"} {
		if n := f.Node(name); n.Health != incident.HealthUnknown || n.Since.After(f.At.Add(-4*time.Second)) || n.Since.Before(f.At.Add(-6*time.Second)) {
			t.Errorf("%s: %v since %v, now %v", name, n.Health, n.Since, f.At)
		}
	}
	for _, keys := range [][]string{{}, {"enter"}} {
		m := screenOf(120, 36, ways()["watch"], f)
		press(m, keys...)
		text := ansi.Strip(m.View())
		if strings.Contains(text, "● up") || !strings.Contains(text, "not known since "+f.Node("web1").Since.Format("15:04:05")) {
			t.Errorf("%q:\n%s", keys, text)
		}
	}
	after := f.At.Add(time.Second)
	for s := range samplesOf(t) {
		if s.HAProxy != nil {
			s.At = after
			f = incident.Fold(f, s)
			break
		}
	}
	if n := f.Node("web1"); n.Health != incident.Up {
		t.Errorf("it answers again: %v", n.Health)
	}
}

func samplesOf(t *testing.T) func(func(record.Sample) bool) {
	return func(yield func(record.Sample) bool) {
		r, err := record.Open("testdata/loopback.hadash")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		for s := range r.Samples() {
			if !yield(s) {
				return
			}
		}
	}
}

// Where only a log of HAProxy is read, the page of its statistics says which target has them, and a recording names no target for
// its log.
func TestWhatOnlyALogLeavesOut(t *testing.T) {
	topology := record.Topology{NoDocker: true, Nodes: []record.Node{{Name: "haproxy", Kind: record.KindHAProxy, HasLog: true}}}
	f := incident.Fold(incident.Frame{}, record.Sample{At: noon, Source: record.SourceTopology, Topology: &topology})
	for key, want := range map[string]string{"5": "no numbers of HAProxy are read; a target adds them: `hadash attach ... /run/haproxy/admin.sock`", "7": "nginx+http://HOST/nginx_status", "8": "mysql://", "9": "probe+http://"} {
		m := screenOf(200, 36, ways()["watch"], f)
		press(m, key)
		if text := ansi.Strip(m.View()); !strings.Contains(text, want) {
			t.Errorf("%s: no %q in\n%s", key, want, text)
		}
	}
	m := screenOf(200, 36, ways()["watch"], f)
	press(m, "enter")
	if text := ansi.Strip(m.View()); !strings.Contains(text, "haproxy ━━ haproxy ━━ ? not known ━") {
		t.Errorf("its page is\n%s", text)
	}
	if text := ansi.Strip(screenOf(120, 36, ways()["replay"], loopbackAt(t, loopbackMoments["calm"])).View()); strings.Contains(text, "hadash attach") || !strings.Contains(text, "no log was recorded") {
		t.Errorf("a recording is\n%s", text)
	}
}
