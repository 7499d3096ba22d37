package main

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"hadash/incident/captured"
	"hadash/record"
)

// hiding has only characters that Clean removes: a text with it at its end keeps its meaning.
const hiding = "\x1b]52;c;ZXZpbA==\x07\x1b[31;5m\x1bP0;1|x\x1b\\\x1b]8;;http://evil\x1b\\\x1b(0" +
	"\x00\x08\x0e\x7f\u0080\u009f\u202e\u2066\u061c\u200b\u200d\u2060\ufeff\u00ad\ufe0f\U000e0041\u3164\u115f\ufffe\U0001ffff\ufff9\u180e"

// breaking has texts that break out of HTML, XML, markdown, JSON and the screen of a terminal.
const breaking = ` <script>alert(1)</script>" onmouseover="alert(2)' ]]> --> &amp; &lt;b> [x](javascript:alert(3)) ![y](javascript:z) ` +
	"| `` ```` \\ \xff\x9b32m\r\n# heading\n<img src=x onerror=alert(4)>\n\n    <svg onload=alert(5)>\u2028z\u0301\u0301\u0301\u0301\u0301" + hiding

// verdicts lists the fields whose value selects the code that reads the rest: another word in them would hide that code
// from the test.
var verdicts = []string{"Source", "State", "Action", "Termination", "IO", "SQL", "Health", "Svname"}

// infect adds evil to every text in v that is not empty; not to the fields in plain and the names of kinds, if plain is
// given.
func infect(v reflect.Value, evil string, plain map[string]bool) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 && (plain == nil || v.Type() == reflect.TypeFor[string]()) {
			v.SetString(v.String() + evil)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			own := reflect.New(v.Type().Elem())
			own.Elem().Set(v.Elem())
			infect(own.Elem(), evil, plain)
			v.Set(own)
		}
	case reflect.Slice:
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		for i := range own.Len() {
			infect(own.Index(i), evil, plain)
		}
		v.Set(own)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			if !plain[v.Type().Field(i).Name] {
				infect(v.Field(i), evil, plain)
			}
		}
	}
}

// fill fills every field of v. Of several pointers, of which at most one is set, it fills the turn-th.
func fill(v reflect.Value, evil string, turn int, depth string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(depth + evil)
	case reflect.Bool:
		v.SetBool(turn%2 == 0)
	case reflect.Float64:
		v.SetFloat(0.5)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), evil, turn, depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), evil, turn+i, depth)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		pointers := 0
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Pointer {
				pointers++
			}
		}
		at := 0
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Pointer {
				if at++; (at-1)%pointers != turn%pointers {
					continue
				}
			}
			fill(v.Field(i), evil, turn, v.Type().Field(i).Name)
		}
	default:
		if v.CanInt() {
			v.SetInt(int64(1 + turn%3))
		} else {
			v.SetUint(uint64(1 + turn%3))
		}
	}
}

// sourceOf maps a field of a Sample to its source.
var sourceOf = map[string]string{
	"Topology": record.SourceTopology, "HAProxy": record.SourceHAProxy, "Nginx": record.SourceNginx, "K6": record.SourceK6, "Replica": record.SourceReplication,
	"Probe": record.SourcePage, "Containers": record.SourceDocker, "Docker": record.SourceDocker, "Logs": record.SourceLogs, "Settings": record.SourceSettings, "Workers": record.SourceWorkers, "Act": record.SourceYou,
}

// kindsOf returns Samples of every kind with hostile texts, and an error of each kind.
func kindsOf(at time.Time, evil string) (all []record.Sample) {
	t := reflect.TypeFor[record.Sample]()
	for i := range t.NumField() {
		if k := t.Field(i).Type.Kind(); k != reflect.Pointer && k != reflect.Slice {
			continue
		}
		for turn := range 12 {
			at = at.Add(300 * time.Millisecond)
			s := record.Sample{At: at, Source: sourceOf[t.Field(i).Name], Node: "Name" + evil}
			fill(reflect.ValueOf(&s).Elem().Field(i), evil, turn, "")
			all = append(all, s, record.Sample{At: at, Source: s.Source, Node: s.Node, Err: "refused" + evil})
		}
	}
	return all
}

// hostile returns hostile runs: a real one with evil at the end of all its texts, with Samples of every kind before or
// after it.
func hostile(t *testing.T) map[string][]record.Sample {
	t.Helper()
	runs := map[string][]record.Sample{}
	for name, evil := range map[string]string{"hiding": hiding, "breaking": breaking} {
		all := captured.Samples(t, "tuned-kill-mysql-slave1")
		plain := map[string]bool{}
		for _, w := range verdicts {
			plain[w] = true
		}
		if name == "hiding" {
			plain = nil
		}
		for i := range all {
			infect(reflect.ValueOf(&all[i]).Elem(), evil, plain)
		}
		runs[name+", every kind first"] = append(kindsOf(all[0].At.Add(-time.Minute), evil), all...)
		runs[name+", every kind last"] = append(slices.Clone(all), kindsOf(all[len(all)-1].At, evil)...)
	}
	return runs
}

// crafted writes a recording of unchanged Samples, with a Header that no Writer would write.
func crafted(t *testing.T, all []record.Sample, evil string) string {
	t.Helper()
	path := captured.Recording(t, filepath.Join(t.TempDir(), "run.hadash"), record.Header{}, all)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(record.Header{Hadash: "v1" + evil, Project: "lab" + evil, Title: "A drill" + evil, Drill: "# A drill" + evil + "\nstop app1" + evil})
	if err != nil {
		t.Fatal(err)
	}
	z, err := zstd.NewWriter(nil, zstd.WithSingleSegment(true))
	if err != nil {
		t.Fatal(err)
	}
	head := data[:blockHead:blockHead]
	rest := data[blockHead+binary.LittleEndian.Uint32(head[20:]):]
	data = append(block(head, 0, z.EncodeAll(text, nil)), rest...)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
