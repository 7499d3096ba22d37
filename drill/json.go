package drill

import (
	"encoding/json"
	"io"
	"time"

	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// The JSON of drills. Names are stable; times are in seconds.
type (
	resultJSON struct {
		Drill   string      `json:"drill"`
		File    string      `json:"file"`
		Title   string      `json:"title"`
		State   State       `json:"state"`
		Why     string      `json:"why,omitempty"`
		Error   string      `json:"error,omitempty"`
		Began   time.Time   `json:"began"`
		Ended   time.Time   `json:"ended"`
		Halt    *haltJSON   `json:"broken_off,omitempty"` // missing when it was not
		Cost    *costJSON   `json:"cost,omitempty"`       // missing when no request was counted
		Faults  []faultJSON `json:"faults"`
		Lines   []lineJSON  `json:"lines"`
		Record  string      `json:"recording,omitempty"`
		Report  string      `json:"report,omitempty"`
		Summary summaryJSON `json:"summary"`
	}
	summaryJSON struct {
		Held   int `json:"held"`
		Failed int `json:"failed"`
		NotRun int `json:"not_run"`
	}
	haltJSON struct {
		Line   int      `json:"line"`
		Text   string   `json:"text"`
		Saw    string   `json:"saw"`    // "visible 21 > 20"
		After  float64  `json:"after"`  // since the drill began: when it became so,
		Seen   float64  `json:"seen"`   // when the drill saw it,
		Healed *float64 `json:"healed"` // and when everything was healed; null: it was not, or nothing was open
	}
	costJSON struct { // from the steady state to the end; null if not known
		From     time.Time  `json:"from"`
		Until    *time.Time `json:"until"`
		Witness  string     `json:"witness"`
		Requests *int       `json:"requests"`
		Failed   int        `json:"failed"`
		Hidden   *int64     `json:"hidden"`                    // null: nobody counted
		Least    *int64     `json:"hidden_at_least,omitempty"` // if there may have been fewer
		Slowest  *float64   `json:"slowest"`
	}
	faultJSON struct {
		Fault     string   `json:"fault"`
		At        string   `json:"at"`
		Detection *float64 `json:"detection"`                 // null: never
		Expected  *float64 `json:"expected"`                  // null: never, or not known
		Window    *float64 `json:"window"`                    // null: no request failed, or not known
		Recovery  *float64 `json:"recovery"`                  // null: not back
		Visible   *int     `json:"visible"`                   // null: not known
		Hidden    *int64   `json:"hidden"`                    // null: nobody counted
		Least     *int64   `json:"hidden_at_least,omitempty"` // if there may have been fewer
		Slowest   *float64 `json:"slowest"`                   // null: not known
		Findings  []string `json:"findings,omitempty"`
		Made      string   `json:"made,omitempty"` // "found": an outage that nobody made here
	}
	lineJSON struct {
		Line  int              `json:"line"`
		Round string           `json:"round,omitempty"`
		Verb  string           `json:"verb"`
		Text  string           `json:"text"`
		State record.StepState `json:"state"`
		Why   string           `json:"why,omitempty"`
		From  time.Time        `json:"from"`
		Took  float64          `json:"took"`
	}
)

// WriteJSON writes the results of drills as JSON.
func WriteJSON(w io.Writer, all []*Result) error {
	out := make([]resultJSON, 0, len(all))
	for _, r := range all {
		out = append(out, r.json())
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func (r *Result) json() resultJSON {
	out := resultJSON{
		Drill: r.Drill.Name, File: r.Drill.File, Title: r.Drill.Title, State: r.State, Why: r.Why, Record: r.Recording, Report: r.Report,
		Began: r.Began, Ended: r.Ended, Faults: []faultJSON{}, Lines: []lineJSON{},
	}
	if r.Err != nil {
		out.Error = oneLine(r.Err)
	}
	out.Cost = r.Cost.json()
	out.Summary.Held, out.Summary.Failed = r.Judged()
	out.Summary.NotRun = r.NotRun()
	out.Halt = r.Halt.json(r.Began)
	for i := range r.Faults {
		out.Faults = append(out.Faults, faultOf(&r.Faults[i]))
	}
	for _, o := range r.Outcomes {
		out.Lines = append(out.Lines, lineJSON{o.Line, o.Round, o.Verb, o.Text, o.State, o.Why, o.From, o.To.Sub(o.From).Seconds()})
	}
	return out
}

func (h *Halt) json(began time.Time) *haltJSON {
	if h == nil {
		return nil
	}
	out := haltJSON{Line: h.Line, Text: h.Text, Saw: h.Saw, After: h.At.Sub(began).Seconds(), Seen: h.Seen.Sub(began).Seconds()}
	if healed := h.Healed.Sub(began).Seconds(); !h.Healed.IsZero() {
		out.Healed = &healed
	}
	return &out
}

func (c *Cost) json() *costJSON {
	if !c.Clients.Asked() {
		return nil
	}
	out := &costJSON{From: c.From, Witness: c.Clients.Witness(), Failed: c.Clients.Failed, Slowest: known(c.Clients.Longest())}
	out.Hidden, out.Least = bounds(c.Hidden, c.Absorbs)
	if c.Clients.Counted {
		out.Requests = &c.Clients.Requests
	}
	if !c.Until.IsZero() {
		out.Until = &c.Until
	}
	return out
}

// known is a time in seconds, nil if it is not known.
func known(d time.Duration, ok bool) *float64 {
	if !ok {
		return nil
	}
	s := d.Seconds()
	return &s
}

// bounds are a number that may be known by its bounds only, and the lower one of them.
func bounds(r clients.Range, counted bool) (most, least *int64) {
	switch {
	case !counted:
		return nil, nil
	case !r.Exact():
		least = &r.Least
	}
	return &r.Most, least
}

// texts are findings in English.
func texts(all []wording.Phrase) []string {
	var out []string
	for _, p := range all {
		out = append(out, p.String())
	}
	return out
}

func faultOf(w *stopwatch.Stopwatch) faultJSON {
	f := faultJSON{
		Fault: w.String(), At: w.Moments[stopwatch.Injected].At.Format(time.RFC3339Nano),
		Findings: texts(w.Findings),
	}
	if w.Kind.Found() {
		f.Made = "found"
	}
	f.Hidden, f.Least = bounds(anyPart(w.Hidden, w.Counted()))
	c := w.Felt.Clients()
	if c.Known() {
		f.Visible = &c.Failed
	}
	f.Slowest = known(c.Longest())
	f.Detection, f.Window, f.Recovery = known(w.OutEverywhere()), known(w.ErrorWindow()), known(w.Recovery())
	f.Expected = known(w.Bound(), w.Expected.Known && !w.Expected.Never)
	return f
}
