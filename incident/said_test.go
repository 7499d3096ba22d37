package incident_test

import (
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/index"
	"hadash/incident/said"
	"hadash/record"
)

var saidRuns = []string{"baseline-pause-mysql-slave1", "baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1", "tuned-pause-app1"}

// spoken is a word from an instant on, taken from a Sample without the fold.
type spoken struct {
	at   time.Time
	word string
}

// raw lists what HAProxy's page, its checks, a container's health and the database's answers said of a node, Sample by Sample,
// and when each source gave no answer.
func raw(samples []record.Sample, node string) map[said.Witness][]spoken {
	out := map[said.Witness][]spoken{}
	say := func(by said.Witness, at time.Time, word string) { out[by] = append(out[by], spoken{at, word}) }
	for _, s := range samples {
		switch {
		case s.Source == record.SourceHAProxy && s.HAProxy == nil:
			say(said.Balancer, s.At, "?")
			say(said.Check, s.At, "?")
		case s.Source == record.SourceHAProxy:
			for _, row := range s.HAProxy.Servers {
				if row.Svname == node {
					say(said.Balancer, s.At, strings.Fields(row.Status.Text)[0]+strings.Repeat("/", strings.Count(row.Status.Text, "/")))
					say(said.Check, s.At, row.CheckStatus)
				}
			}
		case s.Source == record.SourceReplication && s.Node == node && s.Replica == nil:
			say(said.Replication, s.At, "?")
		case s.Source == record.SourceReplication && s.Node == node:
			say(said.Replication, s.At, s.Replica.IO+s.Replica.SQL)
		case s.Source == record.SourcePage && s.Node == node && s.Page == nil:
			say(said.Page, s.At, "?")
		case s.Source == record.SourcePage && s.Node == node:
			say(said.Page, s.At, map[bool]string{true: "healthy", false: "ill"}[s.Page.Code < 400])
		case s.Source == record.SourceDocker && s.Docker == nil && s.Err != "":
			say(said.Health, s.At, "?")
		case s.Source == record.SourceDocker && s.Docker != nil:
			if n := len(out[said.Health]); n > 0 && out[said.Health][n-1].word == "?" { // any answer of Docker ends its silence
				last := "?"
				for _, x := range out[said.Health] {
					if x.word != "?" {
						last = x.word
					}
				}
				say(said.Health, s.At, last)
			}
			if s.Docker.Node == node && s.Docker.Action == "health_status" {
				say(said.Health, s.At, s.Docker.Detail)
			}
		case s.Source == record.SourceDocker:
			for _, c := range s.Containers {
				if c.Node == node {
					say(said.Health, s.At, c.Health)
				}
			}
		}
	}
	return out
}

// wordOf reads a raw word.
func wordOf(by said.Witness, word string) said.Word {
	switch {
	case word == "?":
		return said.Silent
	case by == said.Balancer:
		return map[string]said.Word{"UP": said.Well, "UP/": said.Doubted, "DOWN": said.Ill, "DOWN/": said.Rising}[word]
	case by == said.Check && (word == "" || word == "INI"):
		return said.Nothing
	case by == said.Check && strings.HasSuffix(word, "OK"), word == "healthy", word == "YesYes":
		return said.Well
	case word == "starting":
		return said.Rising
	case word == "":
		return said.Nothing
	}
	return said.Ill
}

// What each witness of a real run said at every half second of the last minute is what its Samples say.
func TestLanesAreTheSamples(t *testing.T) {
	seen := map[said.Word]bool{}
	for _, run := range saidRuns {
		samples := captured.Samples(t, run)
		var f incident.Frame
		compared := 0
		for i, s := range samples {
			if f = incident.Fold(f, s); i%97 != 0 && i != len(samples)-1 {
				continue
			}
			for _, node := range []string{"mysql-slave1", "mysql-slave2", "app1"} {
				n := f.Node(node)
				if n == nil {
					continue
				}
				for by, words := range raw(samples[:i+1], node) {
					l := f.Said(n, by)
					for at := f.At.Add(-said.Kept); at.Before(f.At); at = at.Add(500 * time.Millisecond) {
						want, since := said.Nothing, time.Time{}
						for _, x := range words {
							if !x.at.After(at) {
								want, since = wordOf(by, x.word), x.at
							}
						}
						if since.IsZero() || at.Sub(since) < 0 {
							continue
						}
						if got, _ := l.At(at); got != want {
							t.Fatalf("%s, %s, witness %d: at %s, seen at %s: %d, want %d", run, node, by, at.Format("05.000"), f.At.Format("05.000"), got, want)
						}
						compared++
						seen[want] = true
					}
				}
			}
		}
		if compared < 1000 {
			t.Errorf("%s: only %d words compared", run, compared)
		}
	}
	for _, w := range []said.Word{said.Well, said.Ill, said.Doubted, said.Rising, said.Silent} {
		if !seen[w] {
			t.Errorf("no run has the word %d", w)
		}
	}
}

// A replay says the same as the live run did, wherever it is folded from.
func TestLanesOfAReplay(t *testing.T) {
	samples := captured.Samples(t, "baseline-stop-mysql-slave2")
	var live incident.Frame
	var frames index.Frames
	for _, s := range samples {
		live = incident.Fold(live, s)
		frames.Add(live)
	}
	witnesses := []said.Witness{said.Docker, said.Health, said.Check, said.Balancer, said.Replication, said.Page}
	for n := len(samples); n > 1; n -= len(samples) / 5 {
		from, f := frames.Before(n)
		other := f
		for _, s := range samples[from:] {
			f = incident.Fold(f, s)
			s.At = s.At.Add(time.Second)
			other = incident.Fold(other, s) // a sibling that goes its own way
		}
		for i := range live.Nodes {
			for _, by := range witnesses {
				want, got := live.Said(&live.Nodes[i], by), f.Said(&f.Nodes[i], by)
				a, b := make([]said.Word, 120), make([]said.Word, 120)
				want.Cells(a, live.At.Add(-said.Kept), time.Second/2)
				got.Cells(b, live.At.Add(-said.Kept), time.Second/2)
				if string(bytesOf(a)) != string(bytesOf(b)) {
					t.Fatalf("from Frame %d: %s, witness %d: %v, want %v", from, live.Nodes[i].Name, by, b, a)
				}
			}
		}
	}
}

func bytesOf(words []said.Word) []byte {
	out := make([]byte, len(words))
	for i, w := range words {
		out[i] = byte(w)
	}
	return out
}

// Docker's word on a process that was told to stop goes from well over doubted to ill, at the instants of its events.
func TestDockerOnAStop(t *testing.T) {
	var f incident.Frame
	var died time.Time
	for _, s := range captured.Samples(t, "baseline-stop-mysql-slave2") {
		if f = incident.Fold(f, s); s.Docker != nil && s.Docker.Action == "die" && s.Docker.Node == "mysql-slave2" {
			died = s.At
			break
		}
	}
	l := f.Said(f.Node("mysql-slave2"), said.Docker)
	before, _ := l.At(died.Add(-time.Millisecond))
	if well, _ := l.At(f.Stopwatches[0].At.Add(-time.Second)); well != said.Well || before != said.Doubted || l.Says() != said.Ill {
		t.Errorf("well before it: %d, before its end: %d, after: %d", well, before, l.Says())
	}
	if at, ok := l.Since(); !ok || !at.Equal(died) {
		t.Errorf("ill since %s, %v; it died at %s", at, ok, died)
	}
}
