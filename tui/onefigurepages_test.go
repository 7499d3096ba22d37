package tui

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/stopwatch"

	"github.com/charmbracelet/x/ansi"
)

var (
	pathAbsorbed = regexp.MustCompile(`(≤?)([0-9]+) absorbed  `)
	pathGaveUp   = regexp.MustCompile(`([0-9]+) gave up  +[●◐▼‖?] mysql`)
	costAbsorbed = regexp.MustCompile(`(?m)│ absorbed +(\S.*?) *$`)
	costGaveUp   = regexp.MustCompile(`│ sessions +([0-9]+) gave up`)
	tableAll     = regexp.MustCompile(`(?m)^   all 3 .*`)
	counted      = regexp.MustCompile(`([0-9]+) (?:retried|moved)`)
	truthUsers   = regexp.MustCompile(`(?m)^  users .*?  ([0-9]+)(?: of ([0-9 ]+?))? failed  `)
	nodeUsers    = regexp.MustCompile(`(?m)^ users +▼? ?([0-9]+)(?: of ([0-9 ]+?))? failed`)
	nodeFailed   = regexp.MustCompile(`(?m)^ [0-9:]{8} (?:stop|kill|pause) .* ([0-9]+)  (?:open|healed|back)`)
	headUsers    = regexp.MustCompile(`(?:HURT: |users: |users fine: |cost |  )([0-9]+)(?: of ([0-9 ]+?))? (?:failed|requests)`)
)

// absorbedOf is the bound that the cost has of the sessions that HAProxy saved.
func absorbedOf(text string) string {
	sum := 0
	for _, n := range counted.FindAllStringSubmatch(text, -1) {
		k, _ := strconv.Atoi(n[1])
		sum += k
	}
	switch most, _, of := strings.Cut(text, " of "); {
	case strings.HasPrefix(text, "none"):
		return "0"
	case of:
		return most
	case strings.HasPrefix(text, "≤"):
		return "≤" + strconv.Itoa(sum)
	}
	return strconv.Itoa(sum)
}

// columnsOf are the numbers of the servers' sum: gave up, broken off, retried and moved.
func columnsOf(view string) (out []int) {
	fields := strings.Fields(tableAll.FindString(view))
	if len(fields) < 5 {
		return nil
	}
	for _, text := range fields[len(fields)-5 : len(fields)-1] {
		n, _ := strconv.Atoi(text) // a dot is 0
		out = append(out, n)
	}
	return out
}

// What was absorbed, and what HAProxy gave up on, is one figure on the path, in the cost and in the table of the servers.
func TestOneFigureAbsorbed(t *testing.T) {
	t.Parallel()
	for _, run := range []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1"} {
		m := screenOf(120, 36, Options{})
		var f incident.Frame
		var last time.Time
		var before []int
		compared := 0
		lag := 0 // of HAProxy's page, behind its log
		for _, s := range captured.Samples(t, run) {
			if f = incident.Fold(f, s); f.At.Sub(last) < 100*time.Millisecond {
				continue
			}
			last = f.At
			m.Update(frameMsg(f))
			view := ansi.Strip(m.View())
			table := columnsOf(view)
			if len(f.Stopwatches) == 0 {
				before = table
				continue
			}
			path, cost := pathAbsorbed.FindAllStringSubmatch(view, -1), costAbsorbed.FindStringSubmatch(view)
			if gaveUp := pathGaveUp.FindStringSubmatch(view); gaveUp != nil && table != nil && before != nil {
				is := strconv.Itoa(table[0] - before[0])
				if lag++; is == gaveUp[1] {
					lag = 0
				}
				if lag > 11 {
					t.Errorf("%s: the path says that HAProxy gave up on %s sessions, the servers %s:\n%s", run, gaveUp[1], is, view)
					break
				}
				compared++
				if c := costGaveUp.FindStringSubmatch(view); c != nil && c[1] != gaveUp[1] {
					t.Errorf("%s: the path says that HAProxy gave up on %s sessions, the cost %s:\n%s", run, gaveUp[1], c[1], view)
					break
				}
			}
			if path == nil || cost == nil || strings.Contains(cost[1], "besides") || strings.Contains(cost[1], "not of this fault") || m.c.Verdict.Users.Since == nil {
				continue
			}
			if tries := counted.FindAllStringSubmatch(cost[1], -1); len(tries) == 1 && table != nil && before != nil && !strings.Contains(cost[1], "·") {
				if is := strconv.Itoa(table[2] + table[3] - before[2] - before[3]); is != tries[0][1] {
					t.Errorf("%s: the cost has %s tries, the servers %s:\n%s", run, tries[0][1], is, view)
					break
				}
				compared++
			}
			x := path[len(path)-1] // that of HAProxy
			if got, want := x[1]+x[2], absorbedOf(cost[1]); got != want {
				t.Errorf("%s: the path says %s absorbed, the cost %s:\n%s", run, got, want, view)
				break
			}
			compared++
		}
		if compared < 50 {
			t.Errorf("%s: only %d comparisons", run, compared)
		}
	}
}

// The page of who says what and that of the broken node have the figures of the first line.
func TestOneFigureOnPages(t *testing.T) {
	t.Parallel()
	for _, run := range []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1"} {
		o := everyKey
		o.truths = (*incident.Frame).TruthTable
		pages := map[string]*Model{"who says what": screenOf(120, 36, o), "the node": screenOf(120, 36, o)}
		var f incident.Frame
		var last time.Time
		compared, opened := 0, false
		for _, s := range captured.Samples(t, run) {
			if f = incident.Fold(f, s); f.At.Sub(last) < 300*time.Millisecond || len(f.Stopwatches) == 0 {
				continue
			}
			last = f.At
			for name, m := range pages {
				m.Update(frameMsg(f))
				if !opened && name == "the node" {
					press(m, "node:"+f.Stopwatches[0].Target, "enter")
				} else if !opened {
					press(m, "node:"+f.Stopwatches[0].Target, "T")
				}
				view := ansi.Strip(m.View())
				first, _, _ := strings.Cut(view, "\n")
				head := headUsers.FindStringSubmatch(first)
				if head == nil || f.Stopwatches[0].Moments[stopwatch.Back].Seen() {
					continue
				}
				for _, re := range []*regexp.Regexp{truthUsers, nodeUsers, nodeFailed} {
					found := re.FindStringSubmatch(view)
					if found == nil {
						continue
					}
					compared++
					if found[1] != head[1] || len(found) > 2 && head[2] != "" && found[2] != "" && found[2] != head[2] {
						t.Errorf("%s: the first line says %q, %s %q:\n%s", run, head[0], name, found[0], view)
						return
					}
				}
			}
			opened = true
		}
		if compared < 60 {
			t.Errorf("%s: only %d comparisons", run, compared)
		}
	}
}
