package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report/snapshot"
	"hadash/units"
)

func statusCommand(o *options) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "status", Short: "print the state of every node; exit 1 if one is broken", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("since") {
				o.since, o.events = time.Second, 10*time.Minute // only the present counts, and how it came about
			}
			_, f, err := o.glance(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				err = writeStatusJSON(cmd.OutOrStdout(), &f)
			} else {
				err = writeStatus(cmd.OutOrStdout(), &f)
			}
			if err == nil && len(f.AllTrouble()) > 0 {
				err = &exitError{code: exitBroken}
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON for programs")
	return attachFlags(cmd, o, false)
}

func writeStatus(w io.Writer, f *incident.Frame) error {
	fmt.Fprintln(w, snapshot.Verdict(f))
	for _, o := range openOutages(f) {
		if at := o.At.Local().Format("15:04:05"); o.Kind.Found() {
			fmt.Fprintf(w, "%s %s since %s: found, not made here\n", o.Target, o.Is(), at)
		} else {
			fmt.Fprintf(w, "%s %s at %s: by others, says Docker\n", o.Target, o.Past(), at)
		}
	}
	for _, b := range f.Shared() {
		least := ""
		if b.AtLeast {
			least = "at least "
		}
		fmt.Fprintf(w, "%s %ssince %s\n", b.Says(), least, b.Since.Local().Format("15:04:05"))
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	docker := !f.Topology.NoDocker
	if docker {
		fmt.Fprintln(t, "ROLE\tNODE\tSTATE\tCONTAINER\tBALANCER\tCHECK\tPER SECOND")
	} else {
		fmt.Fprintln(t, "ROLE\tNODE\tSTATE\tBALANCER\tCHECK\tPER SECOND")
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		status, check := "-", "-"
		if s := n.Server; s != nil {
			status, check = s.Status.Text, s.CheckStatus
		}
		perSecond := "-"
		if n.Recent >= 0 {
			perSecond = fmt.Sprintf("%s %s", units.AppendRate(nil, n.Recent, units.Blank), f.Unit(n))
		}
		if docker {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", n.Role, n.Name, n.State(), containerWord(f, n), status, check, perSecond)
		} else {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", n.What(), n.Name, n.State(), status, check, perSecond)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if rarely, is := f.Rarely(); is {
		fmt.Fprintf(w, "%s\n", rarely)
	}
	if !f.Topology.NoDocker {
		return writeHosts(w, f)
	}
	for i := range f.Sources { // without Docker a target that gives nothing shows nowhere else
		if src := &f.Sources[i]; src.Err != "" {
			fmt.Fprintf(w, "%s: %s\n", src.Node, record.Clean(src.Err))
		}
	}
	return nil
}

// containerWord is the state of a node's container, by the swarm where its Engine is not watched.
func containerWord(f *incident.Frame, n *incident.Node) string {
	if says := f.Swarm.Says(n.Name); n.Container.State == "" && !says.IsZero() {
		return says.String() + ", says the swarm"
	}
	return orDash(n.Container.State)
}

// writeHosts lists the machines of several, and what the swarm says of them.
func writeHosts(w io.Writer, f *incident.Frame) error {
	all := f.Hosts()
	if len(all) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\nHOST\tENGINE\tSWARM\tAVAILABILITY\tMANAGER\tNODES")
	for i := range all {
		h := &all[i]
		state, takes, manager := h.Words()
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", h.Name, h.EngineWord(), orDash(state), orDash(takes), orDash(manager), orDash(strings.Join(h.Nodes, ",")))
	}
	return t.Flush()
}

func orDash(text string) string { return cmp.Or(text, "-") }

// openOutages are the outages that nobody made here and that last: what crashed or was killed by others is one as well.
func openOutages(f *incident.Frame) (all []*stopwatch.Stopwatch) {
	for i := range f.Stopwatches {
		o := &f.Stopwatches[i]
		if o.Unasked() && !o.Moments[stopwatch.Healed].Seen() && !o.Done {
			all = append(all, o)
		}
	}
	return all
}

// The JSON of status. Its names must not change.
type statusJSON struct {
	Project string       `json:"project"`
	Stack   string       `json:"stack,omitempty"`
	DB      string       `json:"db,omitempty"`
	At      time.Time    `json:"at"`
	Broken  bool         `json:"broken"`
	Verdict string       `json:"verdict"`
	Nodes   []nodeJSON   `json:"nodes"`
	Sources []sourceJSON `json:"sources"`
	Hosts   []hostJSON   `json:"hosts,omitempty"`
	Outages []outageJSON `json:"outages,omitempty"` // that nobody made here, and that last
	Pairs   []pairJSON   `json:"pairs,omitempty"`   // addresses that nodes share, by keepalived's logs
	Pace    *paceJSON    `json:"pace,omitempty"`    // how often each HAProxy would be read, where that is less often than asked for
}

// hostJSON has the swarm's own words.
type hostJSON struct {
	Name         string   `json:"name"`
	Engine       string   `json:"engine"` // answers, silent, not watched
	State        string   `json:"state,omitempty"`
	Availability string   `json:"availability,omitempty"`
	Manager      string   `json:"manager,omitempty"`
	Nodes        []string `json:"nodes"`
}

func hostsJSON(f *incident.Frame) (out []hostJSON) {
	for _, h := range f.Hosts() {
		state, takes, manager := h.Words()
		out = append(out, hostJSON{h.Name, h.EngineWord(), state, takes, manager, append([]string{}, h.Nodes...)})
	}
	return out
}

// taskJSON is what the swarm says of a node.
type taskJSON struct {
	State    string    `json:"state"`
	On       string    `json:"on"`
	Addrs    []string  `json:"addrs,omitempty"`
	At       time.Time `json:"at"`
	Restarts int       `json:"restarts"`
	Err      string    `json:"error,omitempty"`
}

func taskOf(f *incident.Frame, node string) *taskJSON {
	of, ok := f.Swarm.Of(node)
	if !ok {
		return nil
	}
	t := &of.Task
	return &taskJSON{t.State, t.On, t.Addrs, t.At, of.Restarts, t.Err}
}

type outageJSON struct {
	Target  string    `json:"target"`
	How     string    `json:"how"`
	Made    string    `json:"made"` // found: nobody is known to have made it; others: Docker says that its process was killed or crashed
	At      time.Time `json:"at"`
	AtLeast bool      `json:"since_at_least,omitempty"` // it was so when watching began
	Servers []string  `json:"servers,omitempty"`
}

func madeHow(o *stopwatch.Stopwatch) string {
	if o.Kind.Found() {
		return "found"
	}
	return "others"
}

// pairJSON is what the nodes of a pair said last of the address that they share.
type pairJSON struct {
	Address string        `json:"address,omitempty"`
	Nodes   []sharingJSON `json:"nodes"`
	Both    *bothJSON     `json:"both,omitempty"` // several of them have it at once
}

type sharingJSON struct {
	Node    string    `json:"node"`
	State   string    `json:"state"` // active, standby, out of the pair, lost the address; pair: not known
	Since   time.Time `json:"since,omitzero"`
	AtLeast bool      `json:"since_at_least,omitempty"`
	Said    time.Time `json:"said,omitzero"` // its last word
}

type bothJSON struct {
	Nodes   []string  `json:"nodes"`
	Since   time.Time `json:"since"`
	AtLeast bool      `json:"since_at_least,omitempty"`
}

func pairsJSON(f *incident.Frame) (out []pairJSON) {
	for _, nodes := range f.Pairs() {
		p := pairJSON{Address: nodes[0].SharedAddress()}
		for _, n := range nodes {
			s := sharingJSON{Node: n.Name, State: n.Pair.Word(true).String(), Said: n.Pair.Heard()}
			if n.Pair.Known() {
				s.Since, s.AtLeast = n.Pair.Since, n.Pair.AtLeast
			}
			if b := n.Pair.Shares(); b != nil {
				p.Both = &bothJSON{b.Nodes, b.Since, b.AtLeast}
			}
			p.Nodes = append(p.Nodes, s)
		}
		out = append(out, p)
	}
	return out
}

type nodeJSON struct {
	Name      string      `json:"name"`
	Role      record.Role `json:"role"`
	State     string      `json:"state"`
	Broken    bool        `json:"broken"`
	Since     time.Time   `json:"since"`
	AtLeast   bool        `json:"since_at_least,omitempty"` // it was in this state when first seen; since when is not known
	Container string      `json:"container"`
	PerSecond *float64    `json:"per_second,omitempty"`
	Counts    string      `json:"per_second_of,omitempty"` // "req" for requests, "sess" for HAProxy's sessions
	Server    *serverJSON `json:"server,omitempty"`
	Lag       *float64    `json:"lag_seconds,omitempty"`
	Host      string      `json:"host,omitempty"`
	Task      *taskJSON   `json:"task,omitempty"`
}

// serverJSON uses HAProxy's own column names. A number that its page does not have is null.
type serverJSON struct {
	Pxname      string `json:"pxname"`
	Svname      string `json:"svname"`
	Status      string `json:"status"`
	CheckStatus string `json:"check_status"`
	Scur        *int64 `json:"scur"`
	Stot        *int64 `json:"stot"`
	Econ        *int64 `json:"econ"`
	Eresp       *int64 `json:"eresp"`
	Wretr       *int64 `json:"wretr"`
	Wredis      *int64 `json:"wredis"`
	Lastchg     *int64 `json:"lastchg"`
}

type paceJSON struct {
	Every float64 `json:"every_seconds"`
	Asked float64 `json:"asked_seconds"`
	Cost  float64 `json:"processor_seconds"` // to read all HAProxies once
}

type sourceJSON struct {
	Source string `json:"source"`
	Node   string `json:"node,omitempty"`
	Error  string `json:"error,omitempty"`
	Unread string `json:"unread,omitempty"`
}

func writeStatusJSON(w io.Writer, f *incident.Frame) error {
	out := statusJSON{Project: f.Topology.Project, Stack: f.Topology.Stack, DB: f.Topology.DB, At: f.At,
		Broken: len(f.AllTrouble()) > 0, Verdict: snapshot.Verdict(f), Nodes: []nodeJSON{}, Sources: []sourceJSON{}, Hosts: hostsJSON(f)}
	for i := range f.Nodes {
		out.Nodes = append(out.Nodes, toJSON(f, &f.Nodes[i]))
	}
	for _, s := range f.Sources {
		out.Sources = append(out.Sources, sourceJSON{s.Name, s.Node, s.Err, s.Unread})
	}
	for _, o := range openOutages(f) {
		out.Outages = append(out.Outages, outageJSON{o.Target, o.Past().String(), madeHow(o), o.At, o.SinceBefore(), o.Outage.Servers})
	}
	out.Pairs = pairsJSON(f)
	if p := f.Pace; p.Every > p.Asked {
		out.Pace = &paceJSON{p.Every.Seconds(), p.Asked.Seconds(), p.Cost.Seconds()}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func toJSON(f *incident.Frame, n *incident.Node) nodeJSON {
	out := nodeJSON{Name: n.Name, Role: n.Role, State: n.State(), Broken: n.Health.Broken() && !n.Resting(), Since: n.Since, AtLeast: n.AtLeast, Container: n.Container.State,
		Host: f.HostOf(n), Task: taskOf(f, n.Name)}
	if n.Recent >= 0 {
		out.PerSecond, out.Counts = &n.Recent, string(f.Unit(n))
	}
	if s := n.Server; s != nil {
		known := blankOf(f, s).Known
		out.Server = &serverJSON{s.Pxname, s.Svname, s.Status.Text, s.CheckStatus, known("scur", s.Scur), known("stot", s.Stot), known("econ", s.Econ),
			known("eresp", s.Eresp), known("wretr", s.Wretr), known("wredis", s.Wredis), known("lastchg", s.Lastchg)}
	}
	if r := n.Replica; r != nil && r.LagKnown {
		lag := r.Lag.Seconds()
		out.Lag = &lag
	}
	return out
}

func blankOf(f *incident.Frame, s *record.Server) record.Blank {
	if f.HAProxy == nil {
		return 0
	}
	return f.HAProxy.BlankOf(s)
}
