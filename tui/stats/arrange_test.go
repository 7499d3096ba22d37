package stats

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"hadash/record"
	"hadash/tui/paint"
)

// drawn is the table at a size, without colours.
func drawn(t *Table, h *record.HAProxy, w, lines int) []string {
	th := paint.NewTheme("dark", termenv.Ascii, false)
	s := &paint.Screen{}
	s.Resize(w, lines)
	t.Take(h)
	t.Fit(w, lines)
	t.Draw(s, th, paint.Area(0, 0, w, lines), &Changes{}, false)
	return strings.Split(ansi.Strip(s.String()), "\n")
}

// At every width the columns in sight are the most decisive that fit, in the order of the table, and sideways every column
// comes into sight.
func TestTheDecisiveColumnsAreInSight(t *testing.T) {
	h := readings(t)[0]
	for w := 60; w <= 400; w++ {
		table := Table{Filter: &Filter{}}
		lines := drawn(&table, h, w, 10)
		shown := table.columns[:table.end()]
		place := -1
		for _, c := range shown {
			if i := slices.Index(Usual, c.csv); i < place {
				t.Fatalf("%d wide: %s is before its place", w, c.csv)
			} else {
				place = i
			}
		}
		room := table.room()
		for _, c := range shown {
			room -= headOf(c.csv).w
		}
		for _, c := range table.columns[len(shown):] {
			if c.csv != "addr" && c.csv != "last_chk" && headOf(c.csv).w <= room-2*len(shown) {
				t.Errorf("%d wide: there is room for %s:\n%s", w, c.csv, strings.Join(lines, "\n"))
			}
		}
		seen := map[string]bool{}
		for ; ; table.Scroll(+1) {
			for _, c := range table.columns[table.left:table.end()] {
				seen[c.csv] = true
			}
			if table.left == len(table.columns)-1 {
				break
			}
		}
		if len(seen) != len(table.columns) {
			t.Errorf("%d wide: only %d of %d columns can be seen", w, len(seen), len(table.columns))
		}
	}
	for _, name := range Usual {
		if !slices.Contains(decisive, name) {
			t.Errorf("%s has no place among the decisive ones", name)
		}
	}
}

// Under names of twelve cells a page of TCP has these columns in 120 cells, under the titles of their groups.
func TestColumnsIn120(t *testing.T) {
	h := &record.HAProxy{Proxies: []record.Proxy{{Pxname: "servers", Svname: "BACKEND", Status: record.ParseStatus("UP")}},
		Servers: []record.Server{{Pxname: "servers", Svname: "mysql-slave1", Status: record.ParseStatus("DOWN 1/2"), CheckStatus: "L4TOUT", Counters: record.Counters{Scur: 9, Stot: 12345, Bin: 499_000}}}}
	table := Table{Filter: &Filter{}}
	drawn(&table, h, 120, 5)
	want := []string{
		"                                     queue ────── sessions ───────     bytes  errors      warn ──────── server ─────────",
		" name          state      check    cur max  cur max  lim total  /s   in  out con rsp retr redp  wt act chk dwn  for down",
		" servers       ● UP                  ·   ·    ·   ·    ·     ·   ·    ·    ·   ·   ·    ·    ·   ·   ·       ·   0s    ·",
		"▸ mysql-slave1 ◐ DOWN 1/2 L4TOUT     ·   ·    9   ·    · 12.3k   · 499k    ·   ·   ·    ·    ·   ·   1   ·   ·   0s    ·",
	}
	table.Choose(ID{"servers", "mysql-slave1"})
	got := drawn(&table, h, 120, 5)
	if !slices.Equal(got[:4], want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got[:4], "\n"), strings.Join(want, "\n"))
	}
}

// The title of a group never stands over a column of another, whatever is scrolled out of sight.
func TestGroupsStandOverTheirColumns(t *testing.T) {
	h := readings(t)[0]
	for w := 60; w <= 240; w += 7 {
		table := Table{Filter: &Filter{}}
		for range 30 {
			lines := drawn(&table, h, w, 6)
			x := markCells + table.names() + 1
			for _, c := range table.columns[table.left:table.end()] {
				over := strings.Trim(string([]rune(lines[0])[x+1:x+c.w]), " ─")
				if c.group == "" && over != "" || over != "" && !strings.Contains(c.group, over) {
					t.Fatalf("%d wide: %q over %s:\n%s", w, over, c.csv, strings.Join(lines, "\n"))
				}
				x += c.w
			}
			table.Scroll(+1)
		}
	}
}

// A server that passes the filter stands under its backend, which names it, even if that does not pass; in another order
// than HAProxy's its name has that of its backend before it.
func TestServersStandUnderTheirBackend(t *testing.T) {
	h := readings(t)[0]
	table := Table{Filter: &Filter{}}
	table.Filter.ToggleBad()
	drawn(&table, h, 120, 50)
	backend, heads := "", 0
	for _, id := range table.names0() {
		if id.Svname == "BACKEND" {
			backend, heads = id.Pxname, heads+1
		} else if h.Find(id.Pxname, id.Svname) == nil || id.Pxname != backend {
			t.Errorf("%v stands under %s", id, backend)
		}
	}
	if heads < 2 || table.shown == 0 {
		t.Errorf("%d backends, %d servers", heads, table.shown)
	}
	table.Sort, table.Largest = "lastchg", true
	lines := drawn(&table, h, 120, 50)
	if first := table.names0()[0]; !strings.Contains(lines[2], fmt.Sprintf("%s/%s ", first.Pxname, first.Svname)) {
		t.Errorf("%v is not named in %q", first, lines[2])
	}
}
