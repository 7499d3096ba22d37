package hadash

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"hadash/collectors"
	"hadash/host"
	"hadash/incident"
	"hadash/record"
)

// noon is the time at which every scenario begins.
var noon = time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)

// scenario is a file of observations being played.
type scenario struct {
	dir   string
	topo  record.Topology
	told  bool // the topology was folded since it changed last
	frame incident.Frame
	stats map[string]*collectors.HAProxy
	logs  map[string]*collectors.Log
	found strings.Builder
}

func newScenario(dir string) *scenario {
	return &scenario{dir: dir, topo: record.Topology{Project: "case"}, stats: map[string]*collectors.HAProxy{}, logs: map[string]*collectors.Log{}}
}

// verbs are the verbs with which a line of a scenario may begin, and how many words each takes at least.
var verbs = map[string]struct {
	words int
	do    func(*scenario, []string, string) error
}{
	"node":    {2, (*scenario).node},
	"csv":     {3, (*scenario).csv},
	"log":     {3, func(s *scenario, w []string, line string) error { return s.line(w, line, false) }},
	"err":     {3, func(s *scenario, w []string, line string) error { return s.line(w, line, true) }},
	"lines":   {3, (*scenario).lines},
	"cfg":     {2, (*scenario).cfg},
	"docker":  {3, (*scenario).docker},
	"joins":   {3, (*scenario).joins},
	"leaves":  {2, (*scenario).leaves},
	"you":     {3, (*scenario).you},
	"predict": {2, (*scenario).predict},
	"facts":   {0, func(s *scenario, _ []string, _ string) error { s.facts(); return nil }},
	"draw":    {0, func(s *scenario, _ []string, _ string) error { return s.draw() }},
}

// do plays one line. A word that begins with # starts a comment, except in a line of a log.
func (s *scenario) do(line string) error {
	line = strings.TrimRight(strings.TrimPrefix(line, "\ufeff"), "\r")
	words := strings.Fields(line)
	if len(words) == 0 || strings.HasPrefix(words[0], "#") {
		return nil
	}
	name := strings.ToLower(words[0])
	if name != "log" && name != "err" {
		if i := slices.IndexFunc(words, func(w string) bool { return w[0] == '#' }); i > 0 {
			words = words[:i]
		}
	}
	verb, ok := verbs[name]
	switch {
	case !ok:
		return fmt.Errorf("no such verb: %q", words[0])
	case len(words)-1 < verb.words:
		return fmt.Errorf("%s takes %d words or more", name, verb.words)
	}
	if name != "node" {
		s.tellTopology()
	}
	return verb.do(s, words[1:], line)
}

// roles are other usual names for the roles of record.Roles.
var roles = map[string]record.Role{
	"haproxy": record.RoleBalancer, "lb": record.RoleBalancer, "proxy": record.RoleBalancer, "nginx": record.RoleWeb,
	"k6": record.RoleLoad, "client": record.RoleLoad, "server": record.RoleApp, "backend": record.RoleApp,
	"mysql": record.RoleReplica, "mariadb": record.RoleReplica, "db": record.RoleReplica,
}

// node NAME ROLE [ADDR] [to=A,B] [upstream=G]. A part that is not understood does not affect the others.
func (s *scenario) node(w []string, _ string) (err error) {
	n := record.Node{Name: w[0], Role: record.Role(strings.ToLower(w[1]))}
	if role, ok := roles[string(n.Role)]; ok {
		n.Role = role
	}
	if !n.Role.Valid() {
		n.Role, err = record.RoleApp, fmt.Errorf("no such role: %q; taken as app", w[1])
	}
	for _, word := range w[2:] {
		key, value, ok := strings.Cut(word, "=")
		switch {
		case !ok:
			for addr := range strings.SplitSeq(word, ",") {
				n.Addrs = append(n.Addrs, record.HostOf(addr))
			}
		case key == "to":
			n.To = strings.Split(value, ",")
		case key == "upstream":
			n.Upstream = strings.Split(value, ",")
		default:
			err = fmt.Errorf("a node has no %q", key)
		}
	}
	s.topo.Nodes, s.told = append(s.topo.Nodes, n), false
	return err
}

// joins T NAME ROLE [ADDR]...: a node that is made later.
func (s *scenario) joins(w []string, line string) error {
	at, err := instant(w[0])
	if err != nil {
		return err
	}
	s.topo.Nodes = slices.Clone(s.topo.Nodes)
	if err := s.node(w[1:], line); err != nil {
		return err
	}
	s.tellAt(at)
	return nil
}

// leaves T NAME: a node that is removed.
func (s *scenario) leaves(w []string, _ string) error {
	at, n, err := s.when(w)
	if err != nil {
		return err
	}
	s.topo.Nodes = slices.DeleteFunc(slices.Clone(s.topo.Nodes), func(o record.Node) bool { return o.Name == n.Name })
	s.tellAt(at)
	return nil
}

func (s *scenario) tellAt(at time.Time) {
	s.told = true
	t := s.topo
	s.fold(record.Sample{At: at, Source: record.SourceTopology, Topology: &t})
}

func (s *scenario) tellTopology() {
	if s.told {
		return
	}
	s.tellAt(noon)
}

func (s *scenario) fold(sample record.Sample) {
	s.frame = incident.Fold(s.frame, record.Settle(sample))
}

// when returns the time of a line, and its node.
func (s *scenario) when(w []string) (time.Time, record.Node, error) {
	at, err := instant(w[0])
	if err != nil {
		return time.Time{}, record.Node{}, err
	}
	n, err := s.named(w[1])
	return at, n, err
}

// instant parses seconds after noon, "5.2" or "5.2s", or the time of the day, "12:00:05.2".
func instant(text string) (time.Time, error) {
	if clock, err := time.Parse(time.TimeOnly, text); err == nil {
		return noon.Truncate(24 * time.Hour).Add(clock.Sub(clock.Truncate(24 * time.Hour))), nil
	}
	seconds, err := strconv.ParseFloat(strings.TrimSuffix(text, "s"), 64)
	if err != nil || !(math.Abs(seconds) < 1e9) {
		return time.Time{}, fmt.Errorf("%q is not seconds after noon", text)
	}
	return noon.Add(time.Duration(seconds * float64(time.Second))), nil
}

func (s *scenario) named(name string) (record.Node, error) {
	n, ok := s.topo.Node(name)
	if !ok {
		return n, fmt.Errorf("no such node: %q", name)
	}
	return n, nil
}

func (s *scenario) read(file string) ([]byte, error) {
	if !filepath.IsAbs(file) {
		file = filepath.Join(s.dir, file)
	}
	return os.ReadFile(file) //nolint:gosec // the author of the scenario chose the file
}

// csv T NODE FILE: a stats page. If it cannot be parsed, the error becomes that of the poll.
func (s *scenario) csv(w []string, _ string) error {
	at, n, err := s.when(w)
	if err != nil {
		return err
	}
	page, err := s.read(w[2])
	if err != nil {
		return err
	}
	if s.stats[n.Name] == nil {
		s.stats[n.Name] = collectors.NewHAProxy(n.Name, collectors.Fixed("http://"+n.Name))
	}
	sample := record.Sample{At: at, Source: record.SourceHAProxy, Node: n.Name}
	if sample.HAProxy, err = s.stats[n.Name].Page(page); err != nil {
		sample.HAProxy, sample.Err = nil, "poll haproxy "+n.Name+": "+err.Error()
	}
	s.fold(sample)
	return nil
}

// log T NODE TEXT, err T NODE TEXT: a line on stdout or stderr.
func (s *scenario) line(w []string, line string, stderr bool) error {
	at, n, err := s.when(w)
	if err != nil {
		return err
	}
	s.hear(at, n, stderr, afterWords(line, 3))
	return nil
}

// lines T NODE FILE: all lines of a file on stdout, a millisecond apart.
func (s *scenario) lines(w []string, _ string) error {
	at, n, err := s.when(w)
	if err != nil {
		return err
	}
	text, err := s.read(w[2])
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		s.hear(at, n, false, strings.TrimRight(line, "\r\n"))
		at = at.Add(time.Millisecond)
	}
	return nil
}

// hear reads one line of a log and prints how it was understood.
func (s *scenario) hear(at time.Time, n record.Node, stderr bool, text string) {
	if s.logs[n.Name] == nil {
		s.logs[n.Name] = collectors.NewLog(n)
	}
	sample, ok := s.logs[n.Name].Read(at, stderr, text)
	if !ok {
		s.sayf("read %s %s: nothing new", since(at), n.Name)
		return
	}
	for _, l := range sample.Logs.Lines {
		s.sayf("read %s %s: %s", since(at), n.Name, understood(l))
	}
	s.fold(sample)
}

// cfg NODE FILE...: a balancer's configuration, read as one text.
func (s *scenario) cfg(w []string, _ string) error {
	n, err := s.named(w[0])
	if err != nil {
		return err
	}
	n.Config = w[1:]
	sample := record.Sample{At: s.now(), Source: record.SourceSettings, Node: n.Name}
	source := collectors.NewSettings(n, func(_ context.Context, path string) (host.File, error) {
		text, err := s.read(path)
		return host.File{Text: text}, err
	})
	if err := source.Read(context.Background(), &sample); err != nil {
		sample.Err = err.Error()
	}
	s.fold(sample)
	return nil
}

// docker T NODE ACTION [CODE]
func (s *scenario) docker(w []string, _ string) error {
	at, n, err := s.when(w)
	if err != nil {
		return err
	}
	e := record.DockerEvent{Node: n.Name, ID: n.Name, Action: strings.TrimSuffix(w[2], ":"), Detail: strings.TrimPrefix(strings.Join(w[3:], " "), "exitCode=")}
	s.fold(record.Sample{At: at, Source: record.SourceDocker, Docker: &e})
	return nil
}

// you T NODE FAULT: the user breaks something; "heal FAULT" heals it.
func (s *scenario) you(w []string, _ string) error {
	at, n, err := s.when(w)
	if err != nil {
		return err
	}
	kind, act := w[2], record.Act{}
	fault := record.Fault{Target: n.Name}
	if kind == "heal" && len(w) > 3 {
		fault.Kind, act.Healed = record.FaultKind(w[3]), &fault
	} else {
		fault.Kind, act.Inject = record.FaultKind(kind), &fault
	}
	if !fault.Kind.Valid() {
		return errors.New("no such fault: " + string(fault.Kind))
	}
	fault.Amount = fault.Kind.Usual()
	s.fold(record.Sample{At: at, Source: record.SourceYou, Act: &act})
	return nil
}

func (s *scenario) now() time.Time {
	if s.frame.At.IsZero() {
		return noon
	}
	return s.frame.At
}

func since(at time.Time) string { return fmt.Sprintf("+%.3f", at.Sub(noon).Seconds()) }

// afterWords returns what follows the first n words of a line, unchanged.
func afterWords(line string, n int) string {
	for range n {
		line = strings.TrimLeft(line, " \t")
		i := strings.IndexAny(line, " \t")
		if i < 0 {
			return ""
		}
		line = line[i:]
	}
	return line[1:]
}

// understood returns what was read from a line, as JSON; "text" if it is only text.
func understood(l record.Line) string {
	for _, part := range []any{l.Session, l.State, l.Check, l.Upstream, l.Access, l.Request} {
		if reflect.ValueOf(part).IsNil() {
			continue
		}
		text, err := json.Marshal(part)
		if err != nil {
			return err.Error()
		}
		return fmt.Sprintf("%T %s", part, text)
	}
	return "text"
}
