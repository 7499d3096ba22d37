package verdict

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// story is what the verdicts of a run were, one after the other, each once.
type story struct {
	states []State
	feels  []Feel
	steps  []Step
}

func tell(t *testing.T, run string, each func(*incident.Frame, *Verdict)) (s story) {
	var f incident.Frame
	for _, sample := range captured.Samples(t, run) {
		f = incident.Fold(f, sample)
		v := Of(&f)
		s.states = changed(s.states, v.State)
		if v.Users.Feel != NotKnown { // while the load begins, and at the very start of a fault, no request is known
			s.feels = changed(s.feels, v.Users.Feel)
		}
		s.steps = changed(s.steps, v.Next.Step)
		each(&f, &v)
	}
	return s
}

func changed[T comparable](all []T, now T) []T {
	if len(all) > 0 && all[len(all)-1] == now {
		return all
	}
	return append(all, now)
}

// The runs of the real stack are told in the order in which things happened.
func TestStories(t *testing.T) {
	states := []State{Looking, Unclear, Well, Broken, Healing, Back}
	for run, want := range map[string]struct {
		feels []Feel
		steps []Step
	}{
		"baseline-stop-mysql-slave2":  {[]Feel{Fine, Hurt, Past}, []Step{Nothing, TakesOut, TookOut, Starts, Checks, Returns, Nothing}},
		"baseline-pause-mysql-slave1": {[]Feel{Fine, Slowed}, []Step{Nothing, Never, Returns, Nothing}},
		"tuned-kill-mysql-slave1":     {[]Feel{Fine}, []Step{Nothing, TakesOut, TookOut, Starts, Checks, Returns, Nothing}},
		"tuned-pause-app1":            {[]Feel{Fine}, []Step{Nothing, TakesOut, TookOut, Nothing}},
	} {
		got := tell(t, run, func(*incident.Frame, *Verdict) {})
		if !slices.Equal(got.states, states) {
			t.Errorf("%s: states %v, want %v", run, got.states, states)
		}
		if !slices.Equal(got.feels, want.feels) {
			t.Errorf("%s: feels %v, want %v", run, got.feels, want.feels)
		}
		if !slices.Equal(got.steps, want.steps) {
			t.Errorf("%s: steps %v, want %v", run, got.steps, want.steps)
		}
	}
}

// The run without a load script, a container and a fault that hadash made is told by HAProxy's log and page alone: a server
// that answers 500 while its check passes, then none that answers.
func TestStoryInHTTPMode(t *testing.T) {
	var said []string
	got := tell(t, "../http/500-and-stop", func(f *incident.Frame, v *Verdict) {
		var ill []string
		for i := range f.Nodes {
			if n := &f.Nodes[i]; n.Health != incident.Up && n.Health.Known() {
				ill = append(ill, n.Name+" "+n.Health.String())
			}
		}
		said = changed(said, strings.Join(ill, ", "))
		if u := &v.Users; u.Feel == Hurt && (u.Clients.Witness() != "HAProxy's HTTP log" || u.Clients.Failed == 0) {
			t.Errorf("%v: hurt, with %+v", f.At, u.Clients)
		}
	})
	if want := []State{Looking, Well, Broken, Back, Unclear, Broken, Unclear, Back}; !slices.Equal(got.states, want) {
		t.Errorf("states %v, want %v", got.states, want)
	}
	if want := []Feel{Fine, Hurt, Past, Fine, Hurt, Past}; !slices.Equal(got.feels, want) {
		t.Errorf("feels %v, want %v", got.feels, want)
	}
	if want := []Step{Nothing, TookOut, Nothing}; !slices.Equal(got.steps, want) {
		t.Errorf("steps %v, want %v", got.steps, want)
	}
	text := strings.Join(said, "; ")
	for _, want := range []string{"w1 answers 5xx", "w2 DOWN", "w1 DOWN, w2 DOWN", "w2 DOWN; "} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %q", want, text)
		}
	}
}

// A verdict of "well" has a word on every node, users are counted as the cost of the fault counts them, and what is due
// is due until the fault was detected.
func TestVerdictsHold(t *testing.T) {
	for _, run := range []string{"baseline-stop-mysql-slave2", "baseline-pause-mysql-slave1", "tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		tell(t, run, func(f *incident.Frame, v *Verdict) {
			if v.State == Well && slices.ContainsFunc(f.Nodes, func(n incident.Node) bool { return !n.Health.Known() && !n.Resting() }) {
				t.Errorf("%s %v: well, with a node that is not known", run, f.At)
			}
			if (v.State == Broken || v.State == Healing || v.State == Back) != (len(v.Faults) > 0) {
				t.Errorf("%s %v: state %v with %d faults", run, f.At, v.State, len(v.Faults))
			}
			if s := v.Users.Since; s != nil && s.Felt.Clients().Failed != v.Users.Clients.Failed {
				t.Errorf("%s %v: %d failed, the fault cost %d", run, f.At, v.Users.Clients.Failed, s.Felt.Clients().Failed)
			}
			if v.Users.Since != nil && v.Users.Why == NoRequests && f.Watched.Felt.Clients().Asked() {
				t.Errorf("%s %v: no request, though users sent some before the fault", run, f.At)
			}
			if v.Users.Feel == Fine && (v.Users.Clients.Failed > 0 || !v.Users.Clients.Known()) {
				t.Errorf("%s %v: fine, with %+v", run, f.At, v.Users.Clients)
			}
			if v.Next.Step == TakesOut && (v.Next.In < 0 || v.Next.In > time.Minute || v.Next.Watcher == "") {
				t.Errorf("%s %v: %+v", run, f.At, v.Next)
			}
		})
	}
}

// An open fault is broken, also where a failed request that is read after Docker's event dates it.
func TestDatedLate(t *testing.T) {
	at := time.Unix(1700000000, 0)
	kill := record.Fault{Kind: record.Kill, Target: "db"}
	f := incident.Frame{}
	for _, s := range []record.Sample{
		{At: at, Topology: &record.Topology{Nodes: []record.Node{{Name: "db", Role: record.RoleReplica}}}},
		{At: at, Source: record.SourceDocker, Containers: []record.Container{{Node: "db", State: "running", Networks: 1}}},
		{At: at.Add(20 * time.Second), Source: record.SourceYou, Act: &record.Act{Inject: &kill}},
		{At: at.Add(20200 * time.Millisecond), Source: record.SourceDocker, Docker: &record.DockerEvent{Node: "db", Action: "kill", Detail: "9"}},
		lost(at.Add(20100 * time.Millisecond)),
	} {
		f = incident.Fold(f, record.Settle(s))
	}
	if v := Of(&f); len(f.Faults) != 1 || v.State != Broken || len(v.Faults) != 1 {
		t.Errorf("state %v with %d faults: %+v", v.State, len(v.Faults), f.Faults)
	}
}

func lost(at time.Time) record.Sample {
	return record.Sample{At: at, Source: record.SourceLogs, Node: "k6", Logs: &record.Logs{Lines: []record.Line{{At: at, Node: "k6",
		Request: &record.Request{At: at, Name: "login", Failed: true, Status: 502}}}}}
}

// A request that failed just now hurts, before its second has ended; one of eight minutes ago failed then.
func TestQuiet(t *testing.T) {
	at := time.Unix(1700000000, 0)
	f := incident.Fold(incident.NewFrame(at), record.Sample{At: at, Source: record.SourceDocker, Containers: []record.Container{{Node: "db", State: "running", Networks: 1}}})
	f = incident.Fold(f, lost(at.Add(time.Second)))
	if u := Of(&f).Users; u.Feel != Hurt || u.Quiet != 0 {
		t.Errorf("%+v", u)
	}
	f = incident.Fold(f, record.Sample{At: at.Add(8 * time.Minute), Source: record.SourceDocker})
	if u := Of(&f).Users; u.Feel != Past || u.Quiet != 8*time.Minute-time.Second {
		t.Errorf("%+v", u)
	}
}

// Sessions wait at a server that is gone, and only while it is.
func TestWaiting(t *testing.T) {
	var most int64
	tell(t, "baseline-stop-mysql-slave2", func(f *incident.Frame, v *Verdict) {
		w := v.Users.Waiting
		most = max(most, w.Sessions)
		if w.Sessions > 0 && (w.Node != "mysql-slave2" || w.Sessions != f.Node(w.Node).Server.Scur || w.Others != 0) {
			t.Errorf("%v: %+v", f.At, w)
		}
	})
	if most != 15 {
		t.Errorf("at most %d sessions waited, HAProxy counted 15", most)
	}
}

// A load that rests will report what users feel, and so will a log of which lines were read.
func TestNoWitnessYet(t *testing.T) {
	f := incident.Frame{}
	f.Topology.Nodes = []record.Node{{Name: "k6", Role: record.RoleLoad}}
	if u := Of(&f).Users; u.Feel != NotKnown || u.Why != NoRequests {
		t.Errorf("a load that rests: %+v", u)
	}
	f.Nginx.Logs = true
	if u := Of(&f).Users; u.Why != NotYet {
		t.Errorf("a log that was read: %+v", u)
	}
}

// Users of whom none is answered any more are not fine, although none failed.
func TestNoneAnswered(t *testing.T) {
	at := time.Unix(1700000000, 0)
	f := incident.Frame{At: at}
	f.Watched.Felt.Requests = 306
	if u := Of(&f).Users; u.Feel != Fine {
		t.Errorf("only a log: %+v", u)
	}
	f.Load.K6, f.Nginx.Nginx, f.Nginx.Recent = &record.K6{}, &record.Nginx{}, 5
	f.Sources = []incident.Source{{Name: record.SourceNginx, At: at, LastOK: at}}
	if u := Of(&f).Users; u.Feel != Fine {
		t.Errorf("others ask: %+v", u)
	}
	f.Sources[0].Err = "connection refused"
	if u := Of(&f).Users; u.Feel != NotKnown || u.Why != NoneAnswered {
		t.Errorf("nginx is gone: %+v", u)
	}
	f.Load.On, f.Load.Recent = true, 9
	if u := Of(&f).Users; u.Feel != Fine {
		t.Errorf("the load is answered: %+v", u)
	}
	f.Load.Recent = 0
	if u := Of(&f).Users; u.Feel != NotKnown {
		t.Errorf("the load hangs: %+v", u)
	}
}

// Nothing is known of an empty Frame, nor of nodes that nobody has reported.
func TestNothingKnown(t *testing.T) {
	v := Of(&incident.Frame{})
	if v.State != Looking || v.Users.Feel != NotKnown || v.Users.Why != NotYet || v.Next.Step != Nothing {
		t.Errorf("%+v", v)
	}
	f := incident.Fold(incident.Frame{}, record.Sample{At: time.Unix(1700000000, 0), Topology: &record.Topology{
		Nodes: []record.Node{{Name: "lb", Role: record.RoleBalancer}, {Name: "db", Role: record.RoleReplica}}}})
	if v = Of(&f); v.State != Looking || v.Heard != 0 || v.Nodes != 2 {
		t.Errorf("%+v", v)
	}
}

// A request that failed within the last second hurts: it is in no second that has ended yet. Later it is past, and no
// request is said to have failed, or not to have failed, before watching began.
func TestJustFailed(t *testing.T) {
	noon := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	f := incident.Fold(incident.Frame{}, record.Sample{At: noon, Source: record.SourceTopology, Topology: &record.Topology{
		Nodes: []record.Node{{Name: "web", Role: record.RoleWeb}}}})
	answers := func(at time.Duration, failed int) Users {
		f = incident.Fold(f, record.Sample{At: noon.Add(at), Source: record.SourceLogs, Node: "web",
			Logs: &record.Logs{Answers: &record.AnswerTally{Requests: 10, Failed: failed}}})
		return Of(&f).Users
	}
	if u := answers(1200*time.Millisecond, 0); u.Feel != Fine {
		t.Errorf("nothing failed: %+v", u)
	}
	if u := answers(1300*time.Millisecond, 1); u.Feel != Hurt || u.Quiet != 0 {
		t.Errorf("just failed: %+v", u)
	}
	if u := answers(9300*time.Millisecond, 0); u.Feel != Past || u.Quiet != 8*time.Second {
		t.Errorf("8 s later: %+v", u)
	}
}
