package record_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/record"
)

// A hadash that knew fewer secrets may have recorded some. They are as little in what is read as in what is observed.
func TestRecordedSecretsAreNotRead(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	const long = "dial tcp: mysql --user=app --password=hunter2 --port=3306: refused"
	all := []record.Sample{
		{At: at, Source: "a", Err: "password=hunter2"},
		{At: at, Source: "a", Err: long},
		{At: at, Source: "b", Err: "password=hunter2"},
		{At: at, Source: record.SourceSettings, Settings: &record.Settings{Files: []record.File{{Path: "x", Text: "user app\npassword hunter2\n"}}}},
		{At: at, Source: record.SourceLogs, Logs: &record.Logs{Lines: []record.Line{{Node: "n", Text: "GET /?password=hunter2&x=1", Access: &record.Access{URI: "/?password=hunter2&x=1",
			Upstreams: []record.Attempt{{Addr: "token:8080"}}}}}}},
		{At: at, Source: record.SourceHAProxy, HAProxy: &record.HAProxy{Servers: []record.Server{{Svname: "s", Addr: "token:8080", LastChk: "password=hunter2"}}}},
		{At: at, Source: record.SourceTopology, Topology: &record.Topology{Nodes: []record.Node{{Name: "n", Image: "secret:latest1", To: []string{"password=hunter2"}}}}},
	}
	got := slices.Collect(record.Unraw(record.Forged(all)))
	if len(got) != len(all) {
		t.Fatalf("%d of %d", len(got), len(all))
	}
	for i := range all {
		if want := record.Settle(all[i]); !reflect.DeepEqual(got[i], want) {
			t.Errorf("%d: %+v\nwant %+v", i, got[i], want)
		}
	}
}

// What it takes to find secrets is work, so that no recording is read for long.
func TestSecretsAreWork(t *testing.T) {
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	read := func(unit string) int {
		var all []record.Sample
		for i := range 40 {
			all = append(all, record.Sample{At: at, Source: "a", Err: strings.Repeat(unit, 4000/len(unit)) + strings.Repeat("x", i)})
		}
		n, _ := record.Steps(record.Forged(all), 1000)
		return n
	}
	if plain, secret, escaped := read("plainly "), read("authorization: "), read("%2570assword%253d"); plain < 40 || secret > 20 || escaped > 20 {
		t.Errorf("of 40 samples %d plain ones, %d with many names and %d with escapes are read", plain, secret, escaped)
	}
}
