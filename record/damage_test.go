package record_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// A recording whose blocks are not the ones that were written, in their order, is read up to there, and Torn says what
// is wrong: every block is valid alone.
func TestRecordingOfOtherBlocks(t *testing.T) {
	want := polls(400)
	whole, err := os.ReadFile(written(t, want))
	if err != nil {
		t.Fatal(err)
	}
	blocks := record.Blocks(whole)
	other := record.Blocks(record.Packed(record.Raw(polls(3))))
	n := len(blocks)
	part := func(all ...[][]byte) []byte { return bytes.Join(slices.Concat(all...), nil) }
	for name, c := range map[string]struct {
		data []byte
		want string
		some bool // of its Samples are read
	}{
		"whole":           {part(blocks), "", true},
		"shorter":         {part(blocks[:n-1]), "", true}, // as a hadash leaves it that was killed
		"twice":           {part(blocks, blocks), "a second recording begins at line 802; only its first 800 samples are read, up to 2026-11-24 12:06:40 UTC", true},
		"with another":    {part(blocks, other), "a second recording begins at line 802; only its first 800 samples", true},
		"another's lines": {part(blocks, other[1:]), "the lines from 2 on come again after line 801; only its first 800 samples", true},
		"a hole":          {part(blocks[:2], blocks[3:]), "are missing; only its first ", true},
		"no beginning":    {part(blocks[:1], blocks[2:]), "lines 2 to ", false},
		"a block twice":   {part(blocks[:3], blocks[2:]), "come again after line ", true},
		"swapped":         {part(blocks[:2], blocks[3:4], blocks[2:3], blocks[4:]), "are missing; only its first ", true},
	} {
		r, err := record.New("x", reader(c.data), int64(len(c.data)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := all(r)
		if !strings.Contains(r.Torn(), c.want) || (c.want == "") != (r.Torn() == "") {
			t.Errorf("%s: torn %q, want %q", name, r.Torn(), c.want)
		}
		if len(got) > len(want) || len(got) > 0 != c.some || c.some && !cmp.Equal(got, want[:len(got)]) {
			t.Errorf("%s: %d samples, want the first ones of %d", name, len(got), len(want))
		}
	}
}

// A line that is valid JSON is read as its type says, or it is where the recording ends: no value becomes zero silently.
func TestRecordingOfOtherValues(t *testing.T) {
	const at = `"At":"2026-11-24T12:00:00Z"`
	for line, want := range map[string]string{
		`{` + at + `,"Source":"nginx","Nginx":{"Active":3}}`:                                     "",
		` { ` + at + ` , "Nginx" : { "Active" : 3, "New": [{"x": "}"}] } , "Source" : "nginx" }`: "",
		`{"\u0053ource":"nginx",` + at + `,"More":{"Source":7}}`:                                 "",
		`{` + at + `,"Source":"docker","Containers":null}`:                                       "",
		`{` + at + `,"Source":"k6","Took":-9223372036854775808}`:                                 "",
		`{` + at + `,"Source":7}`:                                                                "is not a valid sample (Source)",
		`{` + at + `,"Source":null}`:                                                             "is not a valid sample (Source)",
		`{"At":null,"Source":"nginx"}`:                                                           "is not a valid sample (At)",
		`{"At":1764000000,"Source":"nginx"}`:                                                     "is not a valid sample (At)",
		`{"at":"2026-11-24T12:00:00Z","Source":"nginx"}`:                                         "is not a valid sample (At)",
		`{` + at + `,"Source":"nginx","Source":"k6"}`:                                            "is not a valid sample (Source)",
		`{` + at + `,"Source":"nginx","Nginx":null}`:                                             "is not a valid sample (Nginx)",
		`{` + at + `,"Source":"nginx","Nginx":[]}`:                                               "is not a valid sample (Nginx)",
		`{` + at + `,"Source":"nginx","Nginx":{"Active":null}}`:                                  "is not a valid sample (Nginx.Active)",
		`{` + at + `,"Source":"nginx","Nginx":{"Active":1.5}}`:                                   "is not a valid sample (Nginx.Active)",
		`{` + at + `,"Source":"nginx","Nginx":{"Active":"1"}}`:                                   "is not a valid sample (Nginx.Active)",
		`{` + at + `,"Source":"nginx","Nginx":{"Active":99999999999999999999}}`:                  "is not a valid sample (Nginx.Active)",
		`{` + at + `,"Source":"k6","K6":{"Checks":1e999}}`:                                       "is not a valid sample (K6.Checks)",
		`{` + at + `,"Source":"k6","K6":{"Running":0}}`:                                          "is not a valid sample (K6.Running)",
		`{` + at + `,"Source":"k6","K6":{"Duration":{"Avg":"1s"}}}`:                              "is not a valid sample (K6.Duration.Avg)",
		`{` + at + `,"Source":"docker","Containers":[null]}`:                                     "is not a valid sample (Containers)",
		`{` + at + `,"Source":"docker","Containers":[{"Node":"a"},{"Started":null}]}`:            "is not a valid sample (Containers.Started)",
		`{` + at + `,"Source":"docker","Docker":"start"}`:                                        "is not a valid sample (Docker)",
		`{` + at + `,"Source":"you","Act":{"Inject":null}}`:                                      "is not a valid sample (Act.Inject)",
		`{` + at + `,"Source":"haproxy","HAProxy":null}`:                                         "is not a valid sample (HAProxy)",
		`{` + at + `,"Source":"haproxy","HAProxy":{"Servers":[{}]}}`:                             "is not a valid sample (HAProxy)",
		`{` + at + `,"Source":"haproxy","HAProxy":{"Pid":null}}`:                                 "is not a valid sample (HAProxy)",
		`{` + at + `,"Source":"haproxy","HAProxy":{"Partial":true}}`:                             "is not a valid sample (HAProxy)",
		`{` + at + `,"Source":"haproxy","HAProxy":{},"Took":1}`:                                  "is not a valid sample (HAProxy)",
		`[]`:       "is not a valid sample",
		`null`:     "is not a valid sample",
		`7`:        "is not a valid sample",
		`{` + at:   "is not valid JSON",
		`{}{}`:     "is not valid JSON",
		`not JSON`: "is not valid JSON",
	} {
		r := packed(t, []byte(`{`+at+`,"Source":"nginx"}`+"\n"+line+"\n"))
		got := all(r)
		whole := len(got)
		if want != "" {
			whole, want = 1, "line 3 "+want+"; only its first sample is read, up to 2026-11-24 12:00:00 UTC"
		}
		if r.Torn() != want || len(got) != whole {
			t.Errorf("%s: %d samples, torn %q, want %q", line, len(got), r.Torn(), want)
		}
	}
}

// What a source does not report, or an unknown source says, is left out, and that is said.
func TestRecordingOfOtherSources(t *testing.T) {
	r := packed(t, record.Forged([]record.Sample{
		{At: noon, Source: record.SourceNginx, Nginx: &record.Nginx{}}, {At: noon, Source: record.SourceNginx, K6: &record.K6{}},
		{At: noon, Source: "dns"}, {At: noon, Source: record.SourceDocker, Err: "x", Containers: []record.Container{}},
	}))
	got := all(r)
	if want := "samples with content left out, because their source is unknown or reports no such thing: 3"; len(got) != 4 || r.Torn() != want {
		t.Errorf("%d samples, torn %q", len(got), r.Torn())
	}
}

// FuzzLine is any JSON as the line of a Sample: what is read of it is what encoding/json reads, and what that takes for zero
// is refused.
func FuzzLine(f *testing.F) {
	for _, s := range append(thinned(f, "tuned-pause-app1")[:60], thinned(f, "tuned-kill-mysql-slave1")[:60]...) {
		s.HAProxy = nil
		line := record.Raw([]record.Sample{s})
		f.Add(line)
		var any any
		if err := json.Unmarshal(line, &any); err != nil {
			f.Fatal(err)
		}
		if other, err := json.MarshalIndent(any, " ", "\t"); err != nil {
			f.Fatal(err)
		} else {
			f.Add(other)
		}
	}
	for _, line := range []string{`{"Source":null}`, `{"Nginx":null}`, `{"Containers":[null]}`, `{"Took":1e3}`, `{"x":{"y":[1,"]"]},"Node":"a"}`, `{"Err":"\ud800\u0000"}`, `{"At":"0000-01-01T00:00:00Z"}`} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		got, err := record.ReadSlowly(line)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n") || len(err.Error()) > 200 {
				t.Errorf("%q", err)
			}
			return
		}
		var want record.Sample
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatalf("encoding/json refuses it: %v", err)
		}
		if diff := cmp.Diff(record.Kept(want), got); diff != "" {
			t.Errorf("%s\n%s", line, diff)
		}
	})
}
