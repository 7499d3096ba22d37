package incident

import (
	"slices"
	"strings"
	"testing"

	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// Every letter that HAProxy knows (configuration.txt 8.5, from 2.4 to 3.5) has words.
func TestEndingsAreComplete(t *testing.T) {
	for _, who := range "-LcCsSPRIDKU" {
		for _, where := range "-RCHDLQT" {
			if said := wording.Ending(string(who) + string(where)).String(); strings.Contains(said, "unknown") {
				t.Errorf("%c%c: %q", who, where, said)
			}
		}
	}
}

// Which endings are trouble, and which of those are the server's failure.
func TestTroubleOfEndings(t *testing.T) {
	for ending, want := range map[string]struct{ bad, fails bool }{
		"--": {}, "LR": {}, "LC": {}, "LH": {}, "LRVN": {}, "SD": {true, true}, "SC": {true, true}, "sD": {true, true}, "sC": {true, true}, "DC": {true, true},
		"sQ": {true, false}, "CD": {true, false}, "PR": {true, false}, "K-": {true, false},
	} {
		short, bad := abnormal(ending)
		if fails := bad && failures(short, 1) == 1; bad != want.bad || fails != want.fails {
			t.Errorf("%s: bad %v, the server's failure %v", ending, bad, fails)
		}
		if normal := (&record.Session{Termination: ending}).Normal(); normal == bad {
			t.Errorf("%s: normal %v, bad %v", ending, normal, bad)
		}
	}
}

// A connection on which the client asked nothing is not told: there may be hundreds of them. A request that it gave up is.
func TestUnusedConnectionsAreNotTold(t *testing.T) {
	for termination, want := range map[string]bool{"CR--": false, "CH--": true, "CR": true} {
		f := play(containers(0, nil), line(record.Line{At: at(1), Node: "haproxy",
			Session: &record.Session{Backend: "www", Server: "<NOSRV>", Termination: termination, Code: 400}}))
		if told := slices.ContainsFunc(f.Timeline, func(e event.Event) bool { return e.Kind == event.KindEndings }); told != want {
			t.Errorf("%s: told %v", termination, told)
		}
	}
}
