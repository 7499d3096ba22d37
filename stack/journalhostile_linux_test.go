package stack

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"hadash/record"
)

// A journal that would block or exhaust its reader causes one clear line, and is moved away.
func TestHostileJournal(t *testing.T) {
	fault := func(text string) func(*testing.T, string) {
		return func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(`[{"Fault":`+text+`}]`), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, lay := range map[string]func(t *testing.T, path string){
		"a pipe": func(t *testing.T, path string) {
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Skip(err)
			}
		},
		"a link":      func(t *testing.T, path string) { _ = os.Symlink("/dev/zero", path) },
		"a directory": func(t *testing.T, path string) { _ = os.Mkdir(path, 0o700) },
		"huge": func(t *testing.T, path string) {
			fault(`{"Kind":"stop","Target":"app1"}`)(t, path)
			_ = os.Truncate(path, 100<<20)
		},
		"deep":          func(t *testing.T, path string) { _ = os.WriteFile(path, []byte(strings.Repeat("[", 900_000)), 0o600) },
		"a sequence":    fault(`{"Kind":"stop","Target":"app1\u001b]52;c;x\u0007"}`),
		"out of bounds": fault(`{"Kind":"slow","Target":"app1","Amount":1000000000}`),
		"negative":      fault(`{"Kind":"slow","Target":"app1","Amount":-1}`),
	} {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			p := several(t, f, "A")["A"]
			if err := os.MkdirAll(p.journal.Dir, 0o700); err != nil {
				t.Fatal(err)
			}
			lay(t, filepath.Join(p.journal.Dir, p.journal.Prefix+".1-1.json"))
			left, err := p.Left()
			if len(left) != 0 || err == nil || strings.ContainsAny(err.Error(), "\n\x1b") || !strings.Contains(err.Error(), "damaged") {
				t.Errorf("left %v, %v", left, err)
			}
			if err := p.Inject(t.Context(), record.Fault{Kind: record.Kill, Target: "app1"}); err != nil {
				t.Error(err)
			}
		})
	}
}
