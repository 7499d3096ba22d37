package record_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// thinned are the Samples of a real run on the real stack, as a recording holds them.
func thinned(t testing.TB, run string) []record.Sample {
	t.Helper()
	all := captured.Samples(t, run)
	for i := range all {
		all[i] = record.Thin(all[i])
	}
	return all
}

// written is a recording of these Samples.
func written(t testing.TB, all []record.Sample) string {
	t.Helper()
	return captured.Recording(t, filepath.Join(t.TempDir(), "run.hadash"),
		record.Header{Hadash: "test", Title: "a title", Drill: "note password=hunter2"}, all)
}

// read is all that a recording gives, and what is missing at its end.
func read(t testing.TB, path string) (all []record.Sample, torn string) {
	t.Helper()
	r, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for s := range r.Samples() {
		all = append(all, s)
	}
	return all, r.Torn()
}

func TestRecordingGivesBackWhatWasWritten(t *testing.T) {
	for _, run := range []string{"tuned-kill-mysql-slave1", "baseline-stop-mysql-slave2", "tuned-pause-app1"} {
		want := thinned(t, run)
		got, torn := read(t, written(t, want))
		if diff := cmp.Diff(want, got); diff != "" || torn != "" {
			t.Errorf("%s: torn %q, %s", run, torn, diff)
		}
	}
}

// Every field that a Sample can have is written and read: each is set here, in turn to something and back to
// nothing, so that no new one can be forgotten.
func TestRecordingHoldsEveryField(t *testing.T) {
	var want []record.Sample
	base := record.Sample{At: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC), Source: record.SourceNginx, Node: "n"}
	fields := reflect.TypeFor[record.Sample]()
	for round := range 4 {
		for i := range fields.NumField() {
			s := base
			s.At = s.At.Add(time.Duration(len(want)) * time.Second)
			if source, ok := sourceOf[fields.Field(i).Name]; ok {
				s.Source = source
			}
			if round != 2 {
				fill(reflect.ValueOf(&s).Elem().Field(i), round+1)
			}
			want = append(want, s)
		}
	}
	got, torn := read(t, written(t, want))
	const left = "samples with content left out, because their source is unknown or reports no such thing: 3" // where the Source is set
	if diff := cmp.Diff(want, got); diff != "" || torn != left {
		t.Errorf("torn %q, %s", torn, diff)
	}
}

// sourceOf says which source fills a field of a Sample.
var sourceOf = map[string]string{
	"Topology": record.SourceTopology, "HAProxy": record.SourceHAProxy, "Nginx": record.SourceNginx, "K6": record.SourceK6, "Replica": record.SourceReplication,
	"Page": record.SourcePage, "Containers": record.SourceDocker, "Docker": record.SourceDocker, "Logs": record.SourceLogs, "Settings": record.SourceSettings, "Workers": record.SourceWorkers, "Swarm": record.SourceSwarm, "Act": record.SourceYou,
}

// A Sample holds what its source can say, and nothing beside an error: whoever reads one relies on it, and a file can
// hold anything.
func TestSampleHoldsWhatItsSourceSays(t *testing.T) {
	var full record.Sample
	fields := reflect.TypeFor[record.Sample]()
	for i := range fields.NumField() {
		fill(reflect.ValueOf(&full).Elem().Field(i), 1)
	}
	full.At = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, source := range append(slices.Collect(maps.Values(sourceOf)), "none of these") {
		for _, why := range []string{"", "refused"} {
			full.Source, full.Err = source, why
			got, _ := read(t, written(t, []record.Sample{full}))
			v, said := reflect.ValueOf(got[0]), ""
			for i := range fields.NumField() {
				if name := fields.Field(i).Name; sourceOf[name] != "" && !v.Field(i).IsZero() {
					said += name
				}
			}
			if want := why == "" && source != "none of these"; want && sourceOf[said] != source || !want && said != "" {
				t.Errorf("%s, error %q: it says %q", source, why, said)
			}
		}
	}
}

// fill sets everything within v to something that n tells apart.
func fill(v reflect.Value, n int) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(v.Index(i), n+i)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 11, 24, 12, 0, n, 1000*n+n%2, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n+i)
		}
	case reflect.String:
		v.SetString(strings.Repeat("x", n))
	case reflect.Bool:
		v.SetBool(n%2 == 1)
	case reflect.Float64:
		v.SetFloat(float64(n) / 7)
	case reflect.Uint8:
		v.SetUint(uint64(n % 256))
	case reflect.Uint64:
		v.SetUint(uint64(n) * 1e12)
	default:
		if v.Type() == reflect.TypeFor[time.Duration]() {
			v.SetInt(int64(n) * 1e12)
			return
		}
		v.SetInt(int64(n) * -1e12)
	}
}

func TestRecordingKeepsNothingAndEmptyApart(t *testing.T) {
	zero := 0
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	want := []record.Sample{
		{At: at, Source: record.SourceDocker, Containers: []record.Container{}},
		{At: at, Source: record.SourceDocker, Err: "gone"},
		{At: at.Add(-time.Hour), Source: record.SourceDocker, Containers: []record.Container{{Node: "a"}}},
		{At: at, Source: record.SourceYou, Act: &record.Act{VUs: &zero}},
		{At: at, Source: record.SourceYou, Act: &record.Act{}},
		{At: at, Source: record.SourceHAProxy, HAProxy: &record.HAProxy{}},
		{At: at, Source: record.SourceHAProxy, HAProxy: &record.HAProxy{Servers: []record.Server{}}},
		{At: at, Source: record.SourceLogs, Logs: &record.Logs{Sessions: make([]record.SessionTally, 300)}},
		{At: at, Source: record.SourceLogs, Logs: &record.Logs{Sessions: make([]record.SessionTally, 300), Lines: make([]record.Line, 500)}},
		{At: time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC), Source: ""},
		{At: time.Date(2199, 12, 31, 23, 59, 59, 999999999, time.UTC), Source: ""},
	}
	got, _ := read(t, written(t, want))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRecordingHasNoSecrets(t *testing.T) {
	const secret = "hunter2"
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	all := []record.Sample{
		{Source: record.SourceTopology, Topology: &record.Topology{Nodes: []record.Node{{Name: "lb", Status: "http://admin:" + secret + "@lb:8404/;csv"}}}},
		{Source: record.SourceHAProxy, Err: "poll haproxy http://admin:" + secret + "@lb: refused"},
		{Source: record.SourceReplication, Replica: &record.Replica{LastError: "CHANGE MASTER TO MASTER_PASSWORD='" + secret + "'"}},
		{Source: record.SourceYou, Act: &record.Act{Note: "password=" + secret}},
		{Source: record.SourceYou, Act: &record.Act{Why: "password: " + secret, Failed: &record.Fault{Kind: record.Stop, Target: "a"}}},
		{Source: record.SourceYou, Act: &record.Act{Step: &record.Step{Text: "note token " + secret, Why: "secret=" + secret}}},
		{Source: record.SourceSettings, Settings: &record.Settings{Files: []record.File{{Path: "/haproxy.cfg", Text: "stats auth admin:" + secret + "\n"}}}},
		{Source: record.SourceSettings, Settings: &record.Settings{
			Checks:    []record.Check{{Doubts: []record.Doubt{{Kind: record.DoubtCondition, What: `.if streq("${A}","password=` + secret + `")`}}}},
			Upstreams: []record.Upstream{{Doubts: []record.Doubt{{Kind: record.DoubtChoice, What: "proxy_pass http://a:" + secret + "@$b"}}}},
		}},
		{Source: record.SourceLogs, Logs: &record.Logs{Lines: []record.Line{
			{Text: "GET /login?user=a&password=" + secret + "&x=1", Access: &record.Access{URI: "/login?user=a&password=" + secret + "&x=1", Status: 500}},
			{Text: "upstream lost", Upstream: &record.UpstreamError{Request: "GET /?api_key=" + secret + " HTTP/1.1"}},
			{Text: "Authorization: Bearer " + secret, Request: &record.Request{Error: "token=" + secret, Failed: true}},
		}}},
	}
	for i := range all {
		all[i].At = at
		all[i] = record.Settle(all[i])
	}
	path := written(t, all)
	got, _ := read(t, path)
	text, err := json.Marshal(got)
	if err != nil || len(got) != len(all) {
		t.Fatal(err, len(got))
	}
	if file, err := os.ReadFile(path); err != nil || strings.Contains(string(file), secret) {
		t.Errorf("%v, its header has it: %q", err, file[:200])
	}
	if strings.Contains(string(text), secret) || !strings.Contains(string(text), "[redacted]") {
		t.Errorf("%s", text)
	}
}

func TestSettleLeavesItsSampleAlone(t *testing.T) {
	topology := record.Topology{Nodes: []record.Node{{Status: "http://a:b@c"}}}
	s := record.Sample{At: time.Now(), Topology: &topology}
	if got := record.Settle(s); got.Topology.Nodes[0].Status != "http://a:[redacted]@c" || topology.Nodes[0].Status != "http://a:b@c" {
		t.Errorf("%+v, %+v", got.Topology, topology)
	}
}

// A recording that was cut off at any byte gives all that its whole blocks hold, and says that it is torn.
func TestRecordingTornAnywhere(t *testing.T) {
	want := thinned(t, "tuned-pause-app1")
	path := written(t, want)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	least := 0
	for n := 0; n <= len(whole); n += 1 + len(whole)/300 {
		r, err := record.New("x", reader(whole[:n]), int64(n))
		if err != nil {
			if strings.Contains(err.Error(), "\n") || least > 0 {
				t.Fatalf("%d bytes: %v", n, err)
			}
			continue
		}
		got := all(r)
		switch {
		case len(got) < least:
			t.Fatalf("%d bytes give %d samples, fewer bytes %d", n, len(got), least)
		case len(got) > 0 && !cmp.Equal(got[len(got)-1], want[len(got)-1]):
			t.Fatalf("%d bytes: sample %d is not what was written", n, len(got))
		}
		least = len(got)
	}
	if least < len(want)/2 {
		t.Errorf("only %d of %d samples were read", least, len(want))
	}
}

// A recording with a flipped bit gives what is before it, and nothing that was never written.
func TestRecordingWithAFlippedBit(t *testing.T) {
	want := thinned(t, "tuned-pause-app1")[:300]
	whole, err := os.ReadFile(written(t, want))
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(whole); n += 1 + len(whole)/300 {
		flipped := slices.Clone(whole)
		flipped[n] ^= 1 << (n % 8)
		r, err := record.New("x", reader(flipped), int64(len(flipped)))
		if err != nil {
			continue
		}
		got := all(r)
		if r.Torn() == "" || len(got) > 0 && !cmp.Equal(got, want[:len(got)]) {
			t.Fatalf("byte %d: %d samples, torn %q", n, len(got), r.Torn())
		}
	}
}

type reader string

func (r reader) ReadAt(p []byte, off int64) (int, error) {
	return strings.NewReader(string(r)).ReadAt(p, off)
}

func all(r *record.Recording) []record.Sample { return slices.Collect(r.Samples()) }

func TestRecordingSaysWhatIsWrong(t *testing.T) {
	whole, err := os.ReadFile(written(t, thinned(t, "tuned-pause-app1")[:200]))
	if err != nil {
		t.Fatal(err)
	}
	text := string(whole)
	version := strings.Index(text, "hadash") + len("hadash")
	for name, c := range map[string]struct{ text, want string }{
		"empty":       {"", "x: not a hadash recording"},
		"other":       {"\x1f\x8b\x08" + text, "x: not a hadash recording"},
		"older":       {"hadash recording 1 8a3f01c2\n{}\n", "x: recorded by an older hadash (format 1); this one reads format 2"},
		"newer":       {text[:version] + "\x03" + text[version+1:], "x: a newer hadash wrote it (format 3, this one reads format 2)"},
		"no number":   {text[:version] + "\x00" + text[version+1:], `x: not a hadash recording: its version is 0`},
		"plain zstd":  {text[record.BlockHead:], "x: not a hadash recording"},
		"half header": {text[:record.BlockHead+40], "x: the recording ends within its header"},
		"bad header":  {text[:record.BlockHead+40] + "{]\n" + text[record.BlockHead+43:], "x: the recording's header is damaged"},
	} {
		if _, err := record.New("x", reader(c.text), int64(len(c.text))); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// A recording of a hadash that knows other fields is read as far as it is understood.
func TestRecordingOfAnotherVersion(t *testing.T) {
	want := thinned(t, "tuned-pause-app1")
	// To this hadash all of HAProxy's counters and the texts of lines are something unheard of.
	text := string(record.Raw(want))
	for _, other := range [][2]string{{`"Stot":`, `"Stop":`}, {`"Text":`, `"Tale":`}, {`"Replica":`, `"Replaca":`},
		{`"Buckets":`, `"Backets":`}, {`"Containers":`, `"Conteiners":`}} {
		if strings.Count(text, other[0]) == 0 {
			t.Fatal(other)
		}
		text = strings.ReplaceAll(text, other[0], other[1])
	}
	r := packed(t, []byte(text))
	got := all(r)
	if len(got) != len(want) {
		t.Fatal(len(got), len(want))
	}
	polls := 0
	for i, s := range got {
		if s.Replica != nil || s.Containers != nil {
			t.Fatal("read what it does not know")
		}
		if s.HAProxy == nil {
			continue
		}
		polls++
		for k, row := range s.HAProxy.Servers {
			row.Stot, row.Status.Text, row.Lbtot = 0, "", 0
			was := want[i].HAProxy.Servers[k]
			was.Stot, was.Status.Text, was.Lbtot = 0, "", 0
			if !cmp.Equal(row, was) {
				t.Fatal(cmp.Diff(was, row))
			}
		}
	}
	if polls < 5 {
		t.Errorf("%d polls", polls)
	}
}

func TestCreateOverwritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "there")
	if err := os.WriteFile(path, []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := record.Create(path, record.Header{})
	if kept, _ := os.ReadFile(path); err == nil || string(kept) != "dear" {
		t.Errorf("%v, %q", err, kept)
	}
}

// What is asked of the user's acts is in the file at once: a hadash that is killed a moment later has it.
func TestActsAreWrittenAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run")
	w, err := record.Create(path, record.Header{})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	want := []record.Sample{
		{At: at, Source: record.SourceNginx, Nginx: &record.Nginx{Active: 3}},
		{At: at.Add(time.Second), Source: record.SourceYou, Act: &record.Act{Inject: &record.Fault{Kind: record.Kill, Target: "a"}}},
	}
	for _, s := range want {
		if err := w.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	got, torn := read(t, path)
	if !cmp.Equal(got, want) || torn != "" {
		t.Errorf("%v, torn %q", got, torn)
	}
}

// A disk that is full ends the recording, with one message, and all that was written before can be read.
func TestRecordingOnAFullDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run")
	w, err := record.Create(path, record.Header{})
	if err != nil {
		t.Fatal(err)
	}
	want := thinned(t, "tuned-pause-app1")[:100]
	for _, s := range want {
		if err := w.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	w.Break()
	if err := errors.Join(w.Write(want[0]), w.Flush()); err == nil || !strings.HasPrefix(err.Error(), "the recording "+path+" ends here: ") {
		t.Errorf("%v", err)
	}
	got, torn := read(t, path)
	if !cmp.Equal(got, want) || torn != "" {
		t.Errorf("%d of %d samples, torn %q", len(got), len(want), torn)
	}
}

// A Sample that is too large is left out, and what comes after it is as it would be without.
func TestRecordingLeavesOutWhatIsTooLarge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run")
	w, err := record.Create(path, record.Header{})
	if err != nil {
		t.Fatal(err)
	}
	want := thinned(t, "tuned-pause-app1")[:50]
	for i, s := range want {
		if i == 20 {
			huge := record.Sample{At: s.At, Source: record.SourceHAProxy, Node: "new", HAProxy: &record.HAProxy{Servers: make([]record.Server, 20000)}}
			if err := w.Write(huge); !errors.Is(err, record.ErrTooLarge) {
				t.Fatalf("%v", err)
			}
		}
		if err := w.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, torn := read(t, path); !cmp.Equal(got, want) || torn != "" {
		t.Errorf("%d of %d samples, torn %q", len(got), len(want), torn)
	}
}

func FuzzRecording(f *testing.F) {
	for _, n := range []int{3, 60} {
		whole, err := os.ReadFile(written(f, thinned(f, "tuned-pause-app1")[:n]))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(whole)
		f.Add(whole[:len(whole)-7])
		blocks := record.Blocks(whole)
		f.Add(append(slices.Clone(whole), whole...))
		f.Add(slices.Concat(blocks[0], blocks[len(blocks)-1]))
		f.Add(slices.Concat(blocks[0], blocks[1], blocks[1]))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := record.New("x", reader(data), int64(len(data)))
		n := 0
		took := allocated(func() {
			if err == nil {
				n = last(r)
			}
		})
		if most := uint64(16<<20 + n*48<<20); took > most {
			t.Errorf("%d MB allocated for %d samples of %d bytes", took>>20, n, len(data))
		}
		if err == nil {
			err = errors.New(r.Torn())
		}
		if strings.ContainsAny(err.Error(), "\n") {
			t.Errorf("more than a line: %q", err)
		}
	})
}

// FuzzSamples damages what is under the checksums, as no broken disk can but somebody's hand. Whatever can still
// be read can be folded, too.
func FuzzSamples(f *testing.F) {
	for _, run := range []string{"tuned-pause-app1", "tuned-kill-mysql-slave1"} {
		f.Add(record.Raw(thinned(f, run)[:40]))
	}
	for _, s := range thinned(f, "tuned-pause-app1")[:200] { // small ones, so that there are many tries
		if line := record.Raw([]record.Sample{s}); len(line) < 2000 {
			f.Add(append(slices.Clone(line), line...))
		}
	}
	h := &record.HAProxy{Servers: []record.Server{{Pxname: "a", Svname: "b", Weight: 1}}, Columns: []string{"pxname"}, Rows: []record.Row{{Kind: record.RowServer}}, More: []record.Column{{Name: "x", Texts: []string{"y"}}}}
	g := *h
	g.Servers = []record.Server{{Pxname: "a", Svname: "b", Weight: 2}}
	f.Add(record.Raw([]record.Sample{{At: noon, Source: record.SourceHAProxy, HAProxy: h}, {At: noon, Source: record.SourceHAProxy, HAProxy: &g}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		var f incident.Frame
		n := 0
		took := allocated(func() {
			for s := range record.Unraw(data) {
				f = incident.Fold(f, s)
				n++
			}
			_ = f.TruthTable()
		})
		if most := uint64(16<<20 + n*64<<20); took > most {
			t.Errorf("%d MB allocated for %d samples of %d bytes", took>>20, n, len(data))
		}
		if _, err := json.Marshal(f); err != nil {
			t.Error(err)
		}
	})
}

func TestRawIsWhatIsRead(t *testing.T) {
	want := thinned(t, "tuned-pause-app1")
	if got := slices.Collect(record.Unraw(record.Raw(want))); !cmp.Equal(got, want) {
		t.Errorf("%d of %d samples", len(got), len(want))
	}
}

// What cannot be opened is named once, and still known for what it is.
func TestOpenSaysWhy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nosuch.hadash")
	_, err := record.Open(path)
	if !errors.Is(err, fs.ErrNotExist) || strings.Count(err.Error(), "open") != 1 || strings.Count(err.Error(), path) != 1 {
		t.Errorf("got %v", err)
	}
}
