package drill

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
)

// ran is a drill of which one line held, one failed, one could not be judged; and its fault was not healed.
func ran(t *testing.T) *Result {
	t.Helper()
	d, all := Parse("drills/x.drill", []byte("# <odd> & \"quoted\"\nload 20 VUs\nstop app1\nexpect app1 DOWN within 2s\nheal app1\nexpect app1 UP within 2s\nassert visible == 0"))
	if all.Fatal() {
		t.Fatal(all)
	}
	r := &Result{Drill: d, State: Failed, Began: time.Unix(100, 0), Ended: time.Unix(112, 5e8), Err: errors.New("stop app1 is NOT healed\nsecond line")}
	for i, state := range []record.StepState{"done", "done", "done", "held", "done", "failed", "skipped"} {
		o := &Outcome{Step: d.Steps[i].told(), From: time.Unix(100, 0), To: time.Unix(101, 0)}
		o.State, o.Why = state, map[record.StepState]string{"failed": "it is <stopped>"}[state]
		r.Outcomes = append(r.Outcomes, o)
	}
	return r
}

func TestJUnit(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJUnit(&b, []*Result{ran(t), ran(t)}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
		Suites   []struct {
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name    string `xml:"name,attr"`
				Failure struct {
					Message string `xml:"message,attr"`
				} `xml:"failure"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Tests != 8 || got.Failures != 2 || got.Errors != 2 || got.Skipped != 2 || len(got.Suites) != 2 {
		t.Errorf("%+v", got)
	}
	if c := got.Suites[0].Cases[1]; c.Name != "line 6: expect app1 UP within 2s" || c.Failure.Message != "it is <stopped>" {
		t.Errorf("%+v", c)
	}
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, []*Result{ran(t)}); err != nil {
		t.Fatal(err)
	}
	var got []struct {
		Drill, State, Error string
		Lines               []struct {
			Line       int
			State, Why string
		}
		Summary struct{ Held, Failed int }
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil || len(got) != 1 {
		t.Fatalf("%d, %v", len(got), err)
	}
	r := got[0]
	if r.Drill != "x" || r.State != "failed" || r.Error != "stop app1 is NOT healed; second line" || r.Summary.Held != 1 || r.Summary.Failed != 1 {
		t.Errorf("%+v", r)
	}
	if len(r.Lines) != 7 || r.Lines[5].Line != 6 || r.Lines[5].Why != "it is <stopped>" {
		t.Errorf("%+v", r.Lines)
	}
}

func TestNoResultsAreNoNull(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, nil); err != nil || b.String() != "[]\n" {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestVerdict(t *testing.T) {
	r := ran(t)
	r.Cost = Cost{Clients: clients.Clients{By: event.ByClient, Counted: true, Requests: 1234, Failed: 5, Slowest: 1240 * time.Millisecond}, Hidden: clients.Range{Least: 7, Most: 7}, Absorbs: true}
	want := "5 of 1 234 requests failed (0.41 %), the slowest took 1.2 s, 7 absorbed. FAILED: 1 of 2 expectations held"
	if got := r.Verdict(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The help is made from the tables: what it shows as a drill is one.
func TestHelpShowsADrill(t *testing.T) {
	d, all := Parse("example.drill", []byte(strings.ReplaceAll(example, "    ", "")))
	if d == nil || len(all) > 0 {
		t.Error(all)
	}
	for _, word := range append(append(verbNames(), figureNames()...), stateWords()...) {
		if !strings.Contains(Help(), word) {
			t.Errorf("the help does not mention %s", word)
		}
	}
}
