package tui

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
)

var (
	// A number with its unit that an ellipsis ends: which number it was nobody knows.
	cutFigure = regexp.MustCompile(`(^|[ │┃(+≤-])[0-9][0-9.,:/]*[a-zA-Z%]{0,2}…`)
	// An ellipsis where a column of numbers has one.
	lostFigure = regexp.MustCompile(`  … +[0-9-]`)
	// What a program wrote is cut as any text.
	logLine = regexp.MustCompile(`(?:^|[│┃])[ ▸]?[0-9:]{8}\.[0-9]{3} .*`)
)

// figurePages is the keys that lead to every page, from the overview.
var figurePages = map[string][]string{
	"overview": {"1"}, "cost": {"3"}, "stats": {"5"}, "stats, scrolled": {"5", "right", "right", "right"}, "charts": {"6"}, "nginx": {"7"},
	"replication": {"8"}, "load": {"9"}, "node": {"enter"}, "node, below": {"enter", "pgdown", "pgdown"}, "truth": {"T"},
}

// No figure is cut, on no page and at no size: there is room for it, or it has another unit, or it is not there.
func TestNoFigureIsCut(t *testing.T) {
	t.Parallel()
	frames := map[string][]incident.Frame{}
	for _, s := range scenes {
		if len(s.keys) == 0 && len(s.frames) > 0 {
			frames[s.name] = s.frames[len(s.frames)-1:]
		}
	}
	for _, x := range faultMoments(t) {
		frames["moment "+x.name] = x.frames
	}
	big := oneDown()
	for i := range big.HAProxy.Servers {
		c := &big.HAProxy.Servers[i].Counters
		c.Scur, c.Smax, c.Stot, c.Rate, c.Econ, c.Wretr, c.Wredis, c.Lastchg = 123_456, 234_567, 98_765_432_109, 123_456, 98_765, 123_456, 1_234_567, 9_876_543
	}
	for i := range big.Nodes {
		big.Nodes[i].Rate, big.Nodes[i].Recent = 12_345.6, 12_345.6
	}
	big.Nginx.Active, big.Nginx.Recent, big.Load.Recent = 123_456, 123_456, 123_456
	big.Watched.Felt.Requests, big.Watched.Felt.Failed = 9_876_543, 1_234_567
	big.Hidden = clients.Hidden{Retried: 1_234_567, Redispatched: 1_234_567, NextUpstream: 123_456}
	frames["big"] = []incident.Frame{big}
	for _, file := range []string{"../cmd/hadash/demo/demo.hadash", "../docs/experiment/tuned.hadash"} {
		frames[filepath.Base(file)] = framesOf(t, file, 12*time.Second)
	}
	for name, all := range frames {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := screenOf(240, 70, everyKey, all[0])
			shot := 0
			seen := map[string]bool{} // most lines are drawn again and again
			for nth, f := range all {
				m.Update(frameMsg(f))
				for page, keys := range figurePages {
					press(m, "esc", "esc", "1")
					press(m, keys...)
					shot++
					for w := minWidth + shot%19; w <= 200; w += 19 { // all widths, one page after the other
						for _, h := range []int{16, 24, 30, 42} {
							m.Update(tea.WindowSizeMsg{Width: w, Height: h})
							for line := range strings.SplitSeq(ansi.Strip(m.View()), "\n") {
								if seen[line] || !strings.Contains(line, "…") {
									continue
								}
								seen[line] = true
								line = logLine.ReplaceAllString(line, "")
								if cutFigure.MatchString(line) || lostFigure.MatchString(line) {
									t.Errorf("%s, frame %d, %dx%d: %q", page, nth, w, h, line)
								}
							}
						}
					}
				}
			}
		})
	}
}

// framesOf is the Frames of a recording, so far apart.
func framesOf(t *testing.T, path string, every time.Duration) []incident.Frame {
	t.Helper()
	r, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out []incident.Frame
	var f incident.Frame
	for s := range r.Samples() {
		if f = incident.Fold(f, s); len(out) == 0 || f.At.Sub(out[len(out)-1].At) >= every {
			out = append(out, f)
		}
	}
	return out
}
