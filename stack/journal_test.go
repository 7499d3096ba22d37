package stack

import (
	"errors"
	"net/http"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hadash/journal"
	"hadash/journal/state"
	"hadash/record"
)

// files lists the journals on disk.
func files(t *testing.T, p *Project) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(p.journal.Dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// The fault is on disk before the Engine is asked to make it, and removed when it is healed.
func TestWrittenBeforeMade(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	f := newFakeEngine(t)
	p := f.project()
	stop := record.Fault{Kind: record.Stop, Target: "app1"}
	var then []string
	f.answers["/stop"] = func(w http.ResponseWriter, r *http.Request) {
		for _, path := range files(t, p) {
			text, _ := os.ReadFile(path)
			then = append(then, string(text))
		}
		w.WriteHeader(http.StatusNoContent)
	}
	if err := p.Inject(t.Context(), stop); err != nil {
		t.Fatal(err)
	}
	if len(then) != 1 || !strings.Contains(then[0], `"Kind": "stop"`) || !strings.Contains(then[0], `"Target": "app1"`) {
		t.Errorf("when the Engine was asked the journal said %q", then)
	}
	if got := p.Open(); !slices.Equal(got, []record.Fault{stop}) {
		t.Errorf("open: %v", got)
	}
	if err := p.Heal(t.Context(), stop); err != nil || len(files(t, p)) != 0 || len(p.Open()) != 0 {
		t.Errorf("after the heal: %v, %v, %v", err, files(t, p), p.Open())
	}
}

// A fault that cannot be saved is not made.
func TestNoJournalNoFault(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a-file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_STATE_HOME", file)
	f := newFakeEngine(t)
	err := f.project().Inject(t.Context(), record.Fault{Kind: record.Stop, Target: "app1"})
	if err == nil || !strings.Contains(err.Error(), "nothing was broken") || len(f.actions()) > 0 {
		t.Errorf("got %v, and the Engine was asked to %v", err, f.actions())
	}
}

// Without $HOME the home directory comes from the user database. Without any home nothing is written: the next process
// would not find files in this process's current directory.
func TestNoHome(t *testing.T) {
	here, f := t.TempDir(), newFakeEngine(t)
	t.Chdir(here)
	t.Setenv("HOME", "")
	t.Setenv("XDG_STATE_HOME", "state")
	if u, err := user.Current(); err == nil && state.Root() != filepath.Join(u.HomeDir, ".local/state/hadash") {
		t.Errorf("without $HOME: %s", state.Root())
	}
	p := f.project()
	p.journal.Dir = filepath.Join("hadash", "faults")
	err := p.Inject(t.Context(), record.Fault{Kind: record.Stop, Target: "app1"})
	if !errors.Is(err, state.ErrNoHome) || len(f.actions()) > 0 {
		t.Errorf("got %v, and the Engine was asked to %v", err, f.actions())
	}
	if left, err := os.ReadDir(here); err != nil || len(left) > 0 {
		t.Errorf("left in the working directory: %v, %v", left, err)
	}
}

// A fault that the Engine rejected is not open.
func TestRefusedFault(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	f := newFakeEngine(t)
	f.answers["/kill"] = func(w http.ResponseWriter, r *http.Request) { refuse(w, http.StatusInternalServerError, "no") }
	p := f.project()
	if err := p.Inject(t.Context(), record.Fault{Kind: record.Kill, Target: "app1"}); err == nil || len(p.Open()) != 0 {
		t.Errorf("got %v, open %v", err, p.Open())
	}
}

// The next process finds what a dead one left and heals it, newest first, from that journal; the open faults of a live
// process are not touched.
func TestLeft(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	f := newFakeEngine(t)
	dead, living, next, third := f.project(), f.project(), f.project(), f.project()
	for _, p := range []*Project{living, next, third} {
		p.journal.Prefix = dead.journal.Prefix // one Engine, although each process reaches it by another port here
	}
	for _, fault := range []record.Fault{{Kind: record.Cut, Target: "app1"}, {Kind: record.Pause, Target: "nginx"}} {
		if err := dead.Inject(t.Context(), fault); err != nil {
			t.Fatal(err)
		}
	}
	if err := living.Inject(t.Context(), record.Fault{Kind: record.Stop, Target: "haproxy"}); err != nil {
		t.Fatal(err)
	}
	if left, err := next.Left(); len(left) != 0 || err != nil {
		t.Fatalf("while both live: %v, %v", left, err)
	}
	if err := dead.journal.Close(); err != nil { // as the system does when a process is killed
		t.Fatal(err)
	}
	f.of("app1").NetworkSettings.Networks = nil
	setState(f.of("nginx"), "paused")
	left, err := next.Left()
	if err != nil || len(left) != 2 || left[0].Fault.Kind != record.Cut || left[1].Fault.Kind != record.Pause {
		t.Fatalf("left: %v, %v", left, err)
	}
	if again, err := third.Left(); len(again) != 0 || err != nil {
		t.Errorf("two processes heal the same: %v, %v", again, err)
	}
	before := len(f.actions())
	var told []string
	err = next.HealLeft(t.Context(), left, func(l journal.Left, err error) {
		told = append(told, l.Fault.String())
		if err != nil {
			t.Errorf("%s: %v", l.Fault, err)
		}
	})
	if want := []string{"pause nginx", "cut app1"}; err != nil || !slices.Equal(told, want) {
		t.Errorf("healed %v, %v, want %v", told, err, want)
	}
	got := f.actions()[before:]
	if len(got) != 2 || word(got[0]) != "unpause" || !strings.Contains(got[1], "172.28.55.31") {
		t.Errorf("asked for %v, want an unpause and a connect with the old address", got)
	}
	if len(files(t, next)) != 1 {
		t.Errorf("journals %v, want the living one's alone", files(t, next))
	}
}

// A file that is no journal causes one clear line, and is moved away.
func TestDamagedJournal(t *testing.T) {
	for _, text := range []string{"", "{", "[{}]", `[{"Fault":{"Kind":"eat","Target":"app1"}}]`, "\x00\x01", `{"a":1}`} {
		t.Run(text, func(t *testing.T) {
			t.Setenv("XDG_STATE_HOME", t.TempDir())
			p := newFakeEngine(t).project()
			if err := os.MkdirAll(p.journal.Dir, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(p.journal.Dir, p.journal.Prefix+".1-1.json")
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			left, err := p.Left()
			if len(left) != 0 || err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "damaged") {
				t.Errorf("left %v, %v", left, err)
			}
			if _, err := p.Left(); err != nil || len(files(t, p)) != 0 {
				t.Errorf("again: %v, %v", err, files(t, p))
			}
		})
	}
}

// A container that was recreated has its networks and limits from compose.
func TestLeftOfAnotherContainer(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	f := newFakeEngine(t)
	p := f.project()
	e := journal.Entry{Fault: record.Fault{Kind: record.Slow, Target: "app1", Amount: 2}, ID: "another", Undo: journal.Undo{CPU: &journal.CPULimits{NanoCPUs: 3e9}}}
	if err := p.healEntry(t.Context(), e, nil); err != nil || len(f.actions()) > 0 {
		t.Errorf("got %v, asked for %v", err, f.actions())
	}
}
