package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// For a recording with any content, every command that reads it ends with an answer or an error of one line, in bounded
// memory and with bounded output. The bounds are in bytes and not in seconds: a command that allocates little takes
// little time.
func TestForgedRecordings(t *testing.T) {
	const (
		mostMade = 2 << 30 // bytes allocated in total, by a command that reads a file up to three times
		mostSaid = 32 << 20
	)
	dir := t.TempDir()
	for _, f := range forgeries {
		path := filepath.Join(dir, f.name+".hadash")
		if strings.HasPrefix(f.name, "bomb-") {
			continue // they take seconds even so; the bound of the work has its own test
		}
		f.make(t, path, max(f.n/1000, min(f.n, 20)))
		for _, args := range [][]string{
			{"report", path, "-o", filepath.Join(dir, "r.html"), "--lang", "ru"},
			{"report", path, "-o", filepath.Join(dir, "r.json")},
			{"compare", path, path, "-o", filepath.Join(dir, "c.json")},
			{"record", "cat", path},
			{"screenshot", path, "--at", "fault1", "--film", "9s", "-o", filepath.Join(dir, "s.svg")},
		} {
			var out string
			var err error
			made := allocatedBy(func() { out, _, err = command(t, args...) })
			said := len(out)
			for _, name := range []string{"r.md", "r.svg", "r.html", "r.json", "c.md", "c.svg", "c.json", "s.svg"} {
				file := filepath.Join(dir, name)
				text, missing := os.ReadFile(file)
				if missing != nil {
					continue
				}
				said += len(text)
				if strings.HasSuffix(name, ".json") && !json.Valid(text) {
					t.Errorf("%s: %v: no JSON", f.name, args[:2])
				}
				if err := os.Remove(file); err != nil {
					t.Fatal(err)
				}
			}
			switch {
			case err != nil && strings.Contains(err.Error(), "\n"):
				t.Errorf("%s: %v: more than a line: %.300v", f.name, args, err)
			case said > mostSaid && args[0] != "record":
				t.Errorf("%s: %v: says %d MB", f.name, args, said>>20)
			case made > mostMade && args[0] != "record":
				t.Errorf("%s: %v: allocates %d MB", f.name, args, made>>20)
			}
		}
	}
}

// A gap in time costs nothing: one of a year no more than one of a month.
func TestHolesCostNothing(t *testing.T) {
	made := map[string]uint64{}
	for _, f := range forgeries {
		if name, isHole := strings.CutPrefix(f.name, "hole-"); isHole {
			path := filepath.Join(t.TempDir(), f.name+".hadash")
			f.make(t, path, f.n)
			made[name] = allocatedBy(func() {
				if _, _, err := command(t, "report", path, "-o", filepath.Join(t.TempDir(), "r.html")); err != nil {
					t.Errorf("%s: %v", f.name, err)
				}
			})
		}
	}
	for _, name := range []string{"year", "century", "millennia", "back"} {
		if made[name] > 2*made["month"] {
			t.Errorf("a hole of a %s costs %d kB, one of a month %d kB", name, made[name]>>10, made["month"]>>10)
		}
	}
	if made["month"] > 16<<20 {
		t.Errorf("a hole of a month costs %d kB", made["month"]>>10)
	}
}

// allocatedBy returns how many bytes a function allocates in total.
func allocatedBy(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
