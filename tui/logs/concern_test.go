package logs

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// What a page says of a node is what the filter leaves, in whatever order the lines come and whatever the pane shows.
func TestConcern(t *testing.T) {
	who := &NodeNames{Node: "mysql-slave2", Names: []string{"mysql-slave2"}}
	random := rand.New(rand.NewPCG(7, 7))
	for _, run := range runs {
		page, pane := ofRows(10), ofRows(10)
		page.SetLeast(Error)
		page.Concern(who)
		pane.Only(who)
		all := caught(t, run)
		for len(all) > 0 {
			n := min(random.IntN(40)+1, len(all))
			batch := append([]*record.Line(nil), all[:n]...)
			random.Shuffle(n, func(i, j int) { batch[i], batch[j] = batch[j], batch[i] })
			page.Add(batch)
			pane.Add(batch)
			all = all[n:]
			if page.Concerning() != pane.Lines() {
				t.Fatalf("%s: %d lines concern it, the filter leaves %d", run, page.Concerning(), pane.Lines())
			}
			for i, n := range page.concern.seen {
				if got, want := page.ring.at(n).Text(), pane.Line(i).Text(); got != want {
					t.Fatalf("%s: line %d is %q, want %q", run, i, got, want)
				}
			}
		}
	}
}

// A frozen screen holds the lines of its node, too; and the node that came back with another address keeps those of before.
func TestConcernHeldAndLearnt(t *testing.T) {
	p := ofRows(5)
	p.Concern(&NodeNames{Node: "app1", Names: []string{"app1"}})
	p.Add(written(0, 10))
	p.Hold(true)
	p.Add(written(10, 10))
	if got := p.Concerning(); got != 10 {
		t.Errorf("frozen: %d lines, want 10", got)
	}
	p.Hold(false)
	p.Add([]*record.Line{{At: noon, Node: "nginx", Text: "no answer from 10.0.0.7"}})
	if got := p.Concerning(); got != 20 {
		t.Errorf("%d lines, want 20", got)
	}
	p.Concern(&NodeNames{Node: "app1", Names: []string{"app1", "10.0.0.7"}})
	if got := p.Concerning(); got != 21 {
		t.Errorf("with its new address: %d lines, want 21", got)
	}
	p.Concern(nil)
	if got := p.Concerning(); got != 0 {
		t.Errorf("of no node: %d lines", got)
	}
}

// The numbers that are forgotten and those that are kept are never mixed up.
func TestConcernForgets(t *testing.T) {
	p := ofRows(5)
	p.Concern(&NodeNames{Node: "app1", Names: []string{"app1"}})
	for i := range MostLines/1000 + 3 {
		p.Add(written(i*1000, 1000))
	}
	if got, oldest := p.Concerning(), p.ring.at(p.concern.seen[0]).Text(); got != MostLines || oldest != p.Line(0).Text() {
		t.Errorf("%d lines from %q on, want %d from %q on", got, oldest, MostLines, p.Line(0).Text())
	}
	p.Reset()
	if got := p.Concerning(); got != 0 {
		t.Errorf("%d lines of none", got)
	}
}

// A line that comes late while the screen is frozen is put among none of those that are held, seen in the pane or not.
func TestConcernHeldAndLate(t *testing.T) {
	p := ofRows(3)
	p.Concern(&NodeNames{Node: "app1", Names: []string{"app1"}})
	p.Add(written(0, 10))
	p.Scroll(-5)
	p.Hold(true)
	shown := func() (out []string) {
		for _, n := range p.concern.seen[:p.Concerning()] {
			out = append(out, p.ring.at(n).Text())
		}
		return out
	}
	before := shown()
	p.Add([]*record.Line{{At: p.ring.at(7).At, Node: "app1", Text: "late"}})
	if diff := cmp.Diff(before, shown()); diff != "" {
		t.Errorf("what is held has changed (-before +now):\n%s", diff)
	}
}
