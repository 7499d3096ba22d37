package hadash

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hadash/collectors"
	"hadash/conf/nginxcfg"
	"hadash/host"
	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/event"
	"hadash/record"
)

// slowRun returns one of the runs of testdata/slow as Samples: the instances' pages and, if log is set, nginx's access
// log.
func slowRun(t *testing.T, name string, log bool, change func(conf string) string) (all []record.Sample) {
	t.Helper()
	dir := filepath.Join("testdata", "slow")
	nginx := record.Node{Name: "nginx", Role: record.RoleWeb, To: []string{"app1", "app2", "app3"}, Config: []string{"nginx.conf"}}
	nodes, ports := []record.Node{nginx}, []string{"127.0.0.1:18181", "127.0.0.1:18182", "127.0.0.1:18183"}
	var containers []record.Container
	address := strings.NewReplacer(ports[0], "10.0.0.1:80", ports[1], "10.0.0.2:80", ports[2], "10.0.0.3:80")
	for i := range ports {
		n := record.Node{Name: "app" + strconv.Itoa(i+1), Role: record.RoleApp, Addrs: []string{"10.0.0." + strconv.Itoa(i+1)}}
		nodes, containers = append(nodes, n), append(containers, record.Container{Node: n.Name, State: "running", Networks: 1, Started: noon})
	}
	conf, err := os.ReadFile(filepath.Join(dir, name+".conf"))
	if err != nil {
		t.Fatal(err)
	}
	settings := record.Sample{Source: record.SourceSettings, Node: "nginx"}
	source := collectors.NewSettings(nginx, func(context.Context, string) (host.File, error) {
		return host.File{Text: []byte(change(address.Replace(string(conf))))}, nil
	})
	if err := source.Read(context.Background(), &settings); err != nil {
		t.Fatal(err)
	}
	pages, err := os.ReadFile(filepath.Join(dir, name+".probe"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(pages)) {
		clock, answers, _ := strings.Cut(strings.TrimSpace(line), " ")
		at := unix(t, clock)
		in := json.NewDecoder(strings.NewReader(answers))
		for i := range ports {
			var page struct{ Requests, Errors int64 }
			if in.Decode(&page) != nil {
				break // a page did not answer, and it is not known which
			}
			if strings.Count(answers, "{") == len(ports) {
				all = append(all, record.Sample{At: at, Source: record.SourcePage, Node: nodes[i+1].Name, Page: &record.Page{Code: 200, Requests: page.Requests, Errors: page.Errors}})
			}
		}
	}
	if log {
		all = append(all, accessLog(t, filepath.Join(dir, name+".log.gz"), nginx, address)...)
	}
	slices.SortStableFunc(all, func(a, b record.Sample) int { return a.At.Compare(b.At) })
	begin := all[0].At
	settings.At = begin
	return append([]record.Sample{
		{At: begin, Source: record.SourceTopology, Topology: &record.Topology{Project: "slow", Nodes: nodes}},
		{At: begin, Source: record.SourceDocker, Containers: containers}, settings}, all...)
}

func accessLog(t *testing.T, file string, nginx record.Node, address *strings.Replacer) (all []record.Sample) {
	t.Helper()
	f, err := os.Open(file) //nolint:gosec // a file of this test
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	reader := collectors.NewLog(nginx)
	for lines := bufio.NewScanner(z); lines.Scan(); {
		var when struct{ Time float64 }
		if err := json.Unmarshal(lines.Bytes(), &when); err != nil {
			t.Fatal(err)
		}
		s, ok := reader.Read(unix(t, strconv.FormatFloat(when.Time, 'f', 3, 64)), false, address.Replace(lines.Text()))
		if !ok {
			t.Fatalf("%s is not a line of an access log", lines.Text())
		}
		all = append(all, s)
	}
	return all
}

func unix(t *testing.T, text string) time.Time {
	t.Helper()
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	whole, part := math.Modf(seconds)
	return time.Unix(int64(whole), int64(part*1e9)).UTC()
}

// slowOnes plays Samples and returns the nodes that were called slow, each with the first and the last time in seconds
// from the beginning.
func slowOnes(all []record.Sample) (who map[string][2]float64, f incident.Frame) {
	who = map[string][2]float64{}
	for _, s := range all {
		f = incident.Fold(f, s)
		for i := range f.Nodes {
			n := &f.Nodes[i]
			if n.Health != incident.Slow {
				continue
			}
			is := f.At.Sub(all[0].At).Seconds()
			span, known := who[n.Name]
			if !known {
				span[0] = is
			}
			who[n.Name] = [2]float64{span[0], is}
		}
	}
	return who, f
}

func asItIs(conf string) string { return conf }

// An instance that answers in 0.4 s while its siblings answer in 3 ms is called slow for as long as it is, by nginx's
// log. So is an instance that gets almost no requests compared with its siblings, by that log or by the instances' own
// counts. No other instance is, and a small share is not reported if the configuration gives the instance less, or its
// share is not known.
func TestSlowInstance(t *testing.T) {
	light := func(conf string) string {
		return strings.Replace(conf, "10.0.0.1:80", "10.0.0.1:80 weight=1; server 10.0.0.9:80 weight=40", 1)
	}
	least := func(conf string) string {
		return strings.Replace(conf, "zone service 64k;", "zone service 64k; least_conn;", 1)
	}
	for name, c := range map[string]struct {
		run      string
		log      bool
		change   func(string) string
		from, to float64 // it must be called slow between these seconds; 0 = it must not
		text     string
	}{
		"slow, with nginx's log":             {"slow", true, asItIs, 10, 26, "it takes "},
		"slow, by their pages":               {"slow", false, asItIs, 0, 0, ""}, // they count the same for all
		"set aside, by their pages":          {"aside", false, asItIs, 9, 28, "(their own pages)"},
		"set aside, with nginx's log":        {"aside", true, asItIs, 9, 28, "each of its siblings gets "},
		"set aside, weights, by their pages": {"aside", false, light, 0, 0, ""},
		"set aside, least_conn, their pages": {"aside", false, least, 0, 0, ""},
	} {
		who, f := slowOnes(slowRun(t, c.run, c.log, c.change))
		span, slow := who["app1"]
		if len(who) > 1 || slow != (c.to > 0) || slow && (span[0] < c.from || span[1] > c.to) {
			t.Errorf("%s: %v are slow, want app1 between %.0f and %.0f", name, who, c.from, c.to)
		}
		told := slices.ContainsFunc(f.Timeline, func(e event.Event) bool {
			return e.Kind == event.KindTruth && e.Node == "app1" && e.Severity == event.Bad && strings.Contains(e.Says.String(), c.text)
		})
		if slow && !told {
			t.Errorf("%s: the timeline has no %q: %v", name, c.text, f.Timeline)
		}
	}
}

// In all recorded runs no instance is called slow that was not slowed: not because of starts, drains, weights,
// returning servers or a busy machine. The configurations are parsed again, because older recordings lack some
// settings.
func TestNobodyIsSlowByChance(t *testing.T) {
	runs := map[string][]record.Sample{}
	for _, pattern := range []string{"docs/experiment/*.hadash", "cmd/hadash/demo/*.hadash", "tui/testdata/*.hadash"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Errorf("%s: no recording: %v", pattern, err)
		}
		for _, file := range found {
			runs[file] = recorded(t, file)
		}
	}
	for _, run := range []string{"baseline-pause-mysql-slave1", "baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1", "tuned-pause-app1"} {
		runs[run] = captured.Samples(t, run)
	}
	judged := 0
	for name, all := range runs {
		for i := range all {
			if set := all[i].Settings; set != nil && len(set.Upstreams) > 0 {
				all[i].Settings = reparsed(set)
				judged++
			}
		}
		if who, _ := slowOnes(all); len(who) > 0 {
			t.Errorf("%s: %v", name, who)
		}
	}
	if judged == 0 {
		t.Error("none of them has a configuration of nginx: no rates were judged")
	}
}

func recorded(t *testing.T, file string) (all []record.Sample) {
	t.Helper()
	r, err := record.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }() // it was only read
	for s := range r.Samples() {
		all = append(all, s)
	}
	return all
}

// reparsed returns a recorded configuration with its upstreams parsed again.
func reparsed(set *record.Settings) *record.Settings {
	is := *set
	var conf []nginxcfg.File
	for _, f := range set.Files {
		conf = append(conf, nginxcfg.File{Path: f.Path, Text: []byte(f.Text)})
	}
	is.Upstreams = nginxcfg.Upstreams(conf)
	return &is
}
