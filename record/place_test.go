package record_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// polls are some minutes of a HAProxy's readings, in which reading can begin at several places.
func polls(n int) (all []record.Sample) {
	for _, s := range busy(20, n) {
		all = append(all, s, record.Settle(record.Sample{At: s.At.Add(time.Millisecond), Source: record.SourceNginx, Node: "nginx", Nginx: &record.Nginx{Active: s.HAProxy.Servers[0].Scur}}))
	}
	return all
}

// Whatever moment is wanted, reading begins at the last place before it, and gives what reading from the beginning does.
func TestReadingFromAPlace(t *testing.T) {
	want := polls(1000)
	r, err := record.Open(written(t, want))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	places := map[record.Place]bool{}
	for i := 0; i < len(want); i += 77 {
		p := r.Place(want[i].At)
		if p.At.After(want[i].At) || want[i].At.Sub(p.At) > 3*time.Minute || !want[p.Before].At.Equal(p.At) {
			t.Fatalf("%v: from Sample %d at %v", want[i].At, p.Before, p.At)
		}
		if places[p] {
			continue
		}
		places[p] = true
		x := r.ReadFrom(p)
		var got []record.Sample
		for s, ok := x.Next(); ok; s, ok = x.Next() {
			got = append(got, s)
		}
		if diff := cmp.Diff(want[p.Before:], got); diff != "" || r.Torn() != "" {
			t.Fatalf("from Sample %d: torn %q, %s", p.Before, r.Torn(), diff)
		}
	}
	if len(places) < 5 {
		t.Errorf("%d places in %v", len(places), want[len(want)-1].At.Sub(want[0].At))
	}
	if first := r.Place(time.Unix(1e6, 0)); first.Before != 0 || !first.At.Equal(want[0].At) {
		t.Errorf("before its beginning: %+v", first)
	}
	if last := want[len(want)-1].At; last.Sub(r.Until()) > 6*time.Second || r.Until().After(last) {
		t.Errorf("it ends at %v, by its last block at %v", last, r.Until())
	}
}

// Each line of a recording is a Sample by itself, as encoding/json reads it, but for what did not change.
func TestAnybodyCanReadARecording(t *testing.T) {
	want := polls(20)
	lines := strings.Split(strings.TrimSpace(string(record.Raw(want))), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d lines, want %d", len(lines), len(want))
	}
	for i, line := range lines {
		var got record.Sample
		if err := jsonOf(line, &got); err != nil {
			t.Fatal(err)
		}
		if whole := !strings.Contains(line, `"Partial":true`); whole && !cmp.Equal(got, want[i]) {
			t.Errorf("line %d: %s", i, cmp.Diff(want[i], got))
		} else if !whole && i < 2 {
			t.Errorf("the first reading is not whole: %s", line)
		}
	}
}

// A file that was cut off or damaged anywhere has places that can be read from, or none.
func TestPlacesOfADamagedFile(t *testing.T) {
	want := polls(400)
	whole, err := os.ReadFile(written(t, want))
	if err != nil {
		t.Fatal(err)
	}
	for n := 200; n < len(whole); n += 1 + len(whole)/100 {
		torn := slices.Clone(whole)
		torn[n] ^= 1
		for _, data := range [][]byte{whole[:n], torn} {
			r, err := record.New("x", reader(data), int64(len(data)))
			if err != nil {
				continue
			}
			p := r.Place(want[len(want)/2].At)
			if !p.Begins() {
				continue
			}
			if s, ok := r.ReadFrom(p).Next(); !ok || !cmp.Equal(s, want[p.Before]) {
				t.Fatalf("byte %d: %v, from Sample %d", n, ok, p.Before)
			}
			_ = r.Until()
		}
	}
}

func jsonOf(line string, into *record.Sample) error {
	d := json.NewDecoder(strings.NewReader(line))
	return d.Decode(into)
}
