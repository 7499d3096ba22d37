package nodes

import (
	"strings"
	"testing"

	"hadash/incident/serverwords"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// At every width the columns fit, those that decide are there, and a wider table has no fewer words.
func TestColumnsFit(t *testing.T) {
	for _, docker := range []bool{false, true} {
		for _, name := range []int{6, 12, 14} {
			before := 0
			for w := 60; w <= 240; w++ {
				s := shapeFor(shapeOf{w: w, name: name, docker: docker})
				sum := ui.MarkCells + name + 1 + s.state + s.checkCells() + s.said
				var titles []string
				for _, col := range s.columns {
					sum += col.w
					titles = append(titles, col.title)
					if len(col.title) >= col.w {
						t.Errorf("%q has no blank before it in %d cells", col.title, col.w)
					}
				}
				if s.docker {
					sum += dockerCells
				}
				if s.age {
					sum += forCells
				}
				if sum > w {
					t.Errorf("%d cells: the columns take %d: %v", w, sum, titles)
				}
				all := strings.Join(titles, " ")
				if !strings.Contains(all, "lost") && !strings.Contains(all, "gave up broken off retried moved") {
					t.Errorf("%d cells, no failures: %s", w, all)
				}
				if w >= 80 && name <= 12 && !s.age || w >= 160 && !s.word {
					t.Errorf("%d cells, names of %d: %+v", w, name, s)
				}
				if docker && w >= 100 && name <= 12 && !s.docker {
					t.Errorf("%d cells: no column for Docker", w)
				}
				if sum-s.said < before-saidCells {
					t.Errorf("%d cells: %d used, before %d", w, sum, before)
				}
				before = sum - s.said
			}
		}
	}
}

// In HTTP mode the answers of 5xx have a column, or are among the failed.
func TestColumnsInHTTPMode(t *testing.T) {
	c := record.Counters{Econ: 1, Eresp: 2, Hrsp5xx: 40}
	for w := 60; w <= 240; w++ {
		var titles []string
		for _, col := range shapeFor(shapeOf{w: w, name: 6, http: true}).columns {
			titles = append(titles, col.title)
			switch got := strings.TrimSpace(string(col.cell(nil, &c, col.w))); {
			case col.title == "5xx" && got != "40", col.title == "failed" && got != "43":
				t.Errorf("%d cells: %s is %s", w, col.title, got)
			}
		}
		if all := strings.Join(titles, " "); !strings.Contains(all, "failed") && !strings.Contains(all, "gave up 5xx retried moved") {
			t.Errorf("%d cells: %s", w, all)
		}
	}
}

// No state is cut at any width, whatever HAProxy and Docker say.
func TestNoStateIsCut(t *testing.T) {
	states := []string{"UP", "DOWN", "UP 1/3", "UP -1/3", "DOWN 1/2", "DOWN -2/5", "MAINT", "MAINT (resolution)", "MAINT (via be/db1)", "DRAIN", "NOLB", "no check", "UP (agent)"}
	th := paint.Look{Name: paint.ThemeMono}.Theme()
	for w := 60; w <= 240; w++ {
		for _, docker := range []bool{false, true} {
			s := shapeFor(shapeOf{w: w, name: 12, docker: docker})
			for _, text := range states {
				st := record.ParseStatus(text)
				word := s.stateWord(st)
				if paint.Width(word)+signAnd >= s.state {
					t.Errorf("%d cells: %q is cut in %d", w, word, s.state)
				}
				if docker && s.docker {
					continue
				}
				for _, c := range []record.Container{{Node: "x", State: "exited"}, {Node: "x", State: "restarting"}, {Node: "x", State: "paused"}, {Node: "x"}} {
					_, cword := th.Container(c)
					if both := s.both(st, cword); paint.Width(both)+signAnd >= s.state {
						t.Errorf("%d cells: %q is cut in %d", w, both, s.state)
					}
				}
			}
		}
	}
	for _, c := range []string{"L4OK", "L4TOUT", "L4CON", "L6TOUT", "L6RSP", "L7TOUT", "L7RSP", "L7STS", "SOCKERR", "PROCERR", "PROCTOUT", "HANA", "INI", "UNK"} {
		if word := serverwords.Check(&record.Server{CheckStatus: c}); len(word) >= checkCells || len(c) >= wordCells {
			t.Errorf("%s: %q is cut", c, word)
		}
	}
	for _, c := range []record.Container{{Node: "x", State: "exited"}, {Node: "x", State: "restarting"}, {Node: "x", State: "paused"}, {Node: "x"},
		{Node: "x", State: "running"}, {Node: "x", State: "running", Networks: 1, Health: "starting"}} {
		if _, word := th.Container(c); len(word)+signAnd >= dockerCells {
			t.Errorf("%q is cut", word)
		}
	}
}

// What got no server is answered by HAProxy with a 5xx, which its backend counts, too: its row has each failure once.
func TestBackendCountsFailuresOnce(t *testing.T) {
	servers, backend := record.Counters{Econ: 2}, record.Counters{Econ: 2, Hrsp5xx: 2}
	if got := string(colFailures.cell(nil, &servers, 9)); got != "2" {
		t.Errorf("a server: %s, want 2", got)
	}
	if got := string(colFailures.all.cell(nil, &backend, 9)); got != "2" {
		t.Errorf("its backend: %s, want 2", got)
	}
}
