package postmortem

import (
	"encoding/json"
	"io"
	"math"
	"path/filepath"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/record"
	"hadash/report"
	"hadash/report/advice"
)

// The JSON of a post-mortem. Names are stable. Times are RFC 3339, durations seconds; unknown values are left out.
type postJSON struct {
	Hadash    string          `json:"hadash"` // version that recorded it
	Recording string          `json:"recording"`
	Torn      string          `json:"torn,omitempty"`
	Title     string          `json:"title"`
	Language  report.Lang     `json:"language"`
	Project   string          `json:"project"`
	Stack     string          `json:"stack,omitempty"`
	DB        string          `json:"db,omitempty"`
	Begun     time.Time       `json:"begun"`
	Ended     time.Time       `json:"ended"`
	Verdict   verdictJSON     `json:"verdict"`
	Clients   *sumJSON        `json:"clients,omitempty"`
	Hidden    hiddenJSON      `json:"hidden"`
	Steps     []stepJSON      `json:"steps,omitempty"`
	Faults    []faultJSON     `json:"faults"`
	Shared    []sharedJSON    `json:"address_shared,omitempty"`
	Advice    []advice.Advice `json:"advice"`
	HAProxy   []tableJSON     `json:"haproxy"`
	Nodes     []nodeJSON      `json:"nodes"`
	Lapses    []lapseJSON     `json:"replication_lapses"`
	K6        *k6JSON         `json:"k6,omitempty"`
	Seconds   []secJSON       `json:"client_seconds"`
	Configs   []fileJSON      `json:"configurations"`
}

// sharedJSON is a time in which several nodes of a pair had its address at once, by their logs.
type sharedJSON struct {
	Address string     `json:"address,omitempty"`
	Text    string     `json:"text"`
	From    time.Time  `json:"from"`
	AtLeast bool       `json:"from_at_least,omitempty"`
	To      *time.Time `json:"to,omitempty"` // not there: it was so at the end still
}

type verdictJSON struct {
	Text    string `json:"text"`
	Drill   bool   `json:"drill"`
	Held    *bool  `json:"held,omitempty"` // only of a drill
	Judged  int    `json:"judged"`
	Failed  int    `json:"failed"`
	Aborted int    `json:"aborted,omitempty"` // the line that ended it early
}

// sumJSON is what the clients felt of the whole run: of its drill, where it has one.
type sumJSON struct {
	clientsJSON
	From time.Time `json:"from"`
	To   time.Time `json:"to"`

	FirstFailed *time.Time `json:"first_failed,omitempty"` // of a run without a drill
	LastFailed  *time.Time `json:"last_failed,omitempty"`
	Worst       *secJSON   `json:"worst_second,omitempty"` // by a log
}

type hiddenJSON struct {
	Retried      *int64 `json:"wretr"` // null where there is no HAProxy
	Redispatched *int64 `json:"wredis"`
	NextUpstream *int64 `json:"next_upstream"`           // null where no access log names the attempts
	Repeated     *int64 `json:"repeated_by_application"` // null where no application's log has them

	Least *int64 `json:"absorbed_at_least"` // of all of them, as far as counted: HAProxy's tries may be in vain
	Most  *int64 `json:"absorbed_at_most"`  // null where a part that absorbs failures was not counted
}

type stepJSON struct {
	Line  int              `json:"line"`
	Verb  string           `json:"verb"`
	Text  string           `json:"text"`
	State record.StepState `json:"state"`
	Why   string           `json:"why,omitempty"`
	From  time.Time        `json:"from"`
	To    time.Time        `json:"to"`
}

type fileJSON struct {
	Node string `json:"node"`
	Path string `json:"path"`
	Text string `json:"text"`
}

// JSON writes the post-mortem for programs: everything in the other formats, and the clients' seconds. Sentences are in its
// language. Its only errors are w's.
func (d Report) JSON(w io.Writer) error {
	d = d.settled()
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(d.json())
}

func (d Report) json() postJSON {
	r, f, l := d.Run, &d.Run.Frame, d.Lang
	out := postJSON{Hadash: r.Header.Hadash, Recording: record.Clean(filepath.Base(r.Name)), Torn: record.Clean(r.Torn), Title: record.Clean(subjectOf(r)), Language: l,
		Project: f.Topology.Project, Stack: f.Topology.Stack, DB: f.Topology.DB, Begun: r.Begun, Ended: r.Ended, Verdict: verdictJSONOf(l, r),
		Hidden: hiddenOf(r.Span().Hidden, r.Frame.Counted(), r.Absorbed()), Faults: []faultJSON{}, Advice: advice.Advise(r, l, d.Zone), HAProxy: []tableJSON{}, Lapses: []lapseJSON{},
		Seconds: []secJSON{}, Configs: configsJSON(f), Nodes: nodesJSON(r)}
	if out.Advice == nil {
		out.Advice = []advice.Advice{}
	}
	if c := r.Clients(); c.Known() {
		from, to := r.When()
		out.Clients = &sumJSON{clientsJSON: clientsOf(c), From: from.UTC(), To: to.UTC()}
		out.Clients.logged(r, c)
	}
	for _, s := range r.Steps {
		out.Steps = append(out.Steps, stepJSON{s.Line, s.Verb, record.Clean(s.Text), s.State, l.Saw(&s.Step), s.From, s.To})
	}
	for i := range r.Faults {
		out.Faults = append(out.Faults, faultJSONOf(l, &r.Faults[i]))
	}
	for _, x := range r.Shared() {
		is := sharedJSON{Address: x.Addr, Text: l.Tell(x.Says), From: x.From.UTC(), AtLeast: x.AtLeast}
		if !x.To.IsZero() {
			to := x.To.UTC()
			is.To = &to
		}
		out.Shared = append(out.Shared, is)
	}
	for _, t := range r.Tables {
		out.HAProxy = append(out.HAProxy, tableJSON{t.At, l.Tell(t.Title), serversJSON(t.Page)})
	}
	for _, b := range r.Lapses {
		out.Lapses = append(out.Lapses, lapseJSON{b.Node, b.How.String(), b.From, b.To, seconds3(b.Lag)})
	}
	for _, s := range r.Seconds {
		out.Seconds = append(out.Seconds, secondJSON(s))
	}
	if c := r.Clients(); c.By == event.ByLog && len(r.Seconds) == 0 {
		for _, s := range f.Logged {
			out.Seconds = append(out.Seconds, secondJSON(s))
		}
	}
	if k := r.K6; k != nil {
		t := k.Duration
		out.K6 = &k6JSON{k.Requests, k.Failed, k.Iters, k.Checks, seconds3(t.Avg), seconds3(t.Med), seconds3(t.P90), seconds3(t.P95), seconds3(t.Max)}
	}
	return out
}

// logged adds what is known without a load script.
func (s *sumJSON) logged(r *report.Run, c clients.Clients) {
	if c.By != event.ByLog && c.By != event.ByCounters && c.By != event.ByProbe {
		return
	}
	if f := &r.Frame; c.Failed > 0 && !f.Drill.Began() && !f.FirstFailed.IsZero() {
		first, last := f.FirstFailed.UTC(), f.LastFailed.UTC()
		s.FirstFailed, s.LastFailed = &first, &last
	}
	if w := r.Span().Felt.WorstSecond(); w.Requests > 0 {
		worst := secondJSON(w)
		s.Worst = &worst
	}
}

// configsJSON are the configurations in force, without their secrets.
func configsJSON(f *incident.Frame) []fileJSON {
	out := []fileJSON{}
	for _, n := range f.Topology.Nodes {
		if set := f.Settings[n.Name]; set != nil {
			for _, file := range set.Files {
				out = append(out, fileJSON{n.Name, file.Path, record.Redact(file.Text)})
			}
		}
	}
	return out
}

func verdictJSONOf(l report.Lang, r *report.Run) verdictJSON {
	j := r.Judgement()
	out := verdictJSON{Text: l.Outcome(r), Drill: j.Drill, Judged: j.Judged, Failed: len(j.Failed)}
	if j.Drill {
		out.Held = &j.Held
	}
	if j.Aborted != nil {
		out.Aborted = j.Aborted.Line
	}
	return out
}

// hiddenOf is what was absorbed, as far as it was counted, and its bounds, where there are any.
func hiddenOf(h clients.Hidden, counted clients.Counted, a report.Absorbed) hiddenJSON {
	bound := func(n int64, ok bool) *int64 {
		if !ok {
			return nil
		}
		return &n
	}
	known := func(n int64, counted bool) *int64 { return bound(n, clients.Known(n, counted)) }
	return hiddenJSON{known(h.Retried, counted.HAProxy), known(h.Redispatched, counted.HAProxy), known(h.NextUpstream, counted.Nginx), known(h.Repeated, counted.App),
		bound(a.Least, a.Known), bound(a.Most, a.Known && !a.More)}
}

// ifKnown is a duration that may be left out.
func ifKnown(d time.Duration, ok bool) *float64 {
	if !ok {
		return nil
	}
	s := seconds3(d)
	return &s
}

// seconds3 is a duration in seconds, to the millisecond, the precision of every witness.
func seconds3(d time.Duration) float64 { return math.Round(d.Seconds()*1000) / 1000 }
