package compare

import (
	"encoding/json"
	"io"
	"slices"
	"time"

	"hadash/report"
)

// The JSON of a comparison. Names are stable.
type comparisonJSON struct {
	Runs           []runJSON    `json:"runs"`
	Figures        []rowJSON    `json:"figures"`
	Faults         []pairJSON   `json:"faults"`
	NotComparable  []string     `json:"not_comparable"`
	Configurations []configJSON `json:"configurations"`
}

type runJSON struct {
	Name     string    `json:"name"`
	Title    string    `json:"title"`
	Stack    string    `json:"stack,omitempty"`
	Database string    `json:"database,omitempty"`
	Begun    time.Time `json:"begun"`
	Seconds  float64   `json:"seconds"`
	VUs      int       `json:"vus"`
	Held     int       `json:"held"`
	Failed   int       `json:"failed"`
}

// rowJSON has one value per run: a number, "never", or null where it is not known; and one judgement per run but
// the first: "better", "worse", "the same", or "" if there is none.
type rowJSON struct {
	Figure  string      `json:"figure"`
	Unit    string      `json:"unit"`
	Better  string      `json:"better,omitempty"` // "less" or "more"
	Values  []any       `json:"values"`
	AtLeast []bool      `json:"at_least,omitempty"` // for each value, whether there may have been more; left out if none may
	AtMost  []bool      `json:"at_most,omitempty"`  // the same for fewer
	Against []judgement `json:"against"`
}

type pairJSON struct {
	Fault   string    `json:"fault"`
	Nth     int       `json:"nth"`
	Figures []rowJSON `json:"figures"`
}

type configJSON struct {
	Run     string `json:"run"` // "B", "C", ... against "A"
	Node    string `json:"node"`
	Path    string `json:"path"`
	Missing string `json:"missing,omitempty"` // the run that has no such file
	Diff    string `json:"diff,omitempty"`    // unified; neither: the files are alike
}

// WriteJSON writes the comparison for programs. Its only errors are w's.
func (c *Comparison) WriteJSON(w io.Writer) error {
	out := comparisonJSON{Figures: rowsJSON(c.Whole), Faults: []pairJSON{}, NotComparable: []string{}, Configurations: []configJSON{}}
	for _, r := range c.Runs {
		held, failed := expectations(r)
		out.Runs = append(out.Runs, runJSON{Name: r.Name, Title: r.Title(), Stack: r.Frame.Topology.Stack, Database: databaseOf(r), Begun: r.Begun,
			Seconds: r.Ended.Sub(r.Begun).Seconds(), VUs: users(r), Held: held, Failed: failed})
	}
	for _, p := range c.Pairs {
		out.Faults = append(out.Faults, pairJSON{Fault: p.Fault, Nth: p.Nth, Figures: rowsJSON(p.Rows)})
	}
	for _, r := range c.reasons {
		out.NotComparable = append(out.NotComparable, r.inWords(report.English))
	}
	for _, d := range c.Diffs {
		out.Configurations = append(out.Configurations, configJSON{Run: letter(d.Run), Node: d.Node, Path: d.Path, Missing: d.Missing, Diff: d.Unified})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// nameJSON are the figures whose name for programs is older than that for people.
var nameJSON = map[string]string{figureFailed: "visible failures", "absorbed failures": "hidden failures", "noticed after": "detection",
	"failing for": "error window", "back after the heal": "recovery"}

func rowsJSON(all []Row) (out []rowJSON) {
	for _, r := range all {
		j := rowJSON{Figure: r.Name, Unit: string(r.Unit), Better: string(r.Want), Against: r.Against}
		switch r.Unit {
		case unitMoment, unitLongest, unitBound:
			j.Unit = string(unitWait)
		}
		if name, ok := nameJSON[r.Name]; ok {
			j.Figure = name
		}
		for _, v := range r.Values {
			j.Values = append(j.Values, v.json())
			j.AtLeast = append(j.AtLeast, v.least)
			j.AtMost = append(j.AtMost, v.most)
		}
		if !slices.Contains(j.AtMost, true) {
			j.AtMost = nil
		}
		if !slices.Contains(j.AtLeast, true) {
			j.AtLeast = nil
		}
		out = append(out, j)
	}
	return out
}

func (v value) json() any {
	switch {
	case v.never:
		return "never"
	case !v.known:
		return nil
	}
	return v.n
}
