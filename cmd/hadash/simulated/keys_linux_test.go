package simulated

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestKeys measures the real program on a simulated project: how long each key takes on each page, from the key to the frame, and
// what watching costs. HADASH_MANY is the size of the project, HADASH_MANY_PAGES the pages if not all, as in "overview stats", and
// HADASH_MANY_RECORD a file to record into meanwhile. It asserts only that each key is answered.
//
//	HADASH_MANY=20x1000 go test -count=1 -timeout 30m -run 'TestKeys$' -v ./cmd/hadash/simulated
func TestKeys(t *testing.T) {
	text := os.Getenv("HADASH_MANY")
	if text == "" {
		t.Skip("HADASH_MANY has no size, as in 20x1000, or 20x1000nodes")
	}
	size, err := ParseSize(text)
	if err != nil {
		t.Fatal(err)
	}
	binary := os.Getenv("HADASH_MANY_BINARY")
	if binary == "" {
		binary = filepath.Join(t.TempDir(), "hadash")
		if out, err := exec.Command("go", "build", "-o", binary, "hadash/cmd/hadash").CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	w, err := Start(root, t.TempDir(), size)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	go w.Churn(churn)
	t.Logf("%s on %d processors, %s, %s", text, runtime.NumCPU(), runtime.Version(), load())
	args := []string{"--read-only", "-p", Project, "--theme", "dark"}
	if file := os.Getenv("HADASH_MANY_RECORD"); file != "" {
		args = append(args, "--record", file)
	}
	s := watch(t, w.Host, binary, args...)
	s.settle(t)
	s.costs(t, w, "the overview", 10*time.Second)
	var all, own, ran []time.Duration
	only := strings.Fields(os.Getenv("HADASH_MANY_PAGES"))
	for _, p := range pages {
		if len(only) > 0 && !slices.Contains(only, p.name) {
			continue
		}
		from := len(s.slow)
		s.page(t, p)
		var took []time.Duration
		for _, k := range s.slow[from:] {
			took, own, ran = append(took, k.took), append(own, max(k.took-k.waited, 0)), append(ran, k.ran)
		}
		all = append(all, took...)
		t.Logf("%-9s %s", p.name, spread(took))
	}
	t.Log(load())
	slices.SortFunc(s.slow, func(a, b keyTook) int { return int(b.took - a.took) })
	for _, k := range s.slow[:min(10, len(s.slow))] {
		t.Logf("          %-9s %-10q %v: one of its threads was ready and without a processor for %v, all ran for %v", k.page, k.key, k.took.Round(100*time.Microsecond),
			k.waited.Round(100*time.Microsecond), k.ran.Round(100*time.Microsecond))
	}
	t.Logf("all       %s", spread(all))
	t.Logf("without the time in which the thread that waited longest was ready and others had the processors: %s", spread(own))
	t.Logf("time on the processors until the frame, of polls too: %s", spread(ran))
	s.costs(t, w, "afterwards", 10*time.Second)
}

var sequences = map[string]string{
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	"tab": "\t", "shift+tab": "\x1b[Z", "enter": "\r", "esc": "\x1b", "backspace": "\x7f", "ctrl+u": "\x15", "ctrl+d": "\x04",
}

func sequence(key string) string {
	if s, ok := sequences[key]; ok {
		return s
	}
	return key
}

type keyTook struct {
	page, key string
	took      time.Duration
	ran       time.Duration // of all its threads, on a processor
	waited    time.Duration // of the thread that waited longest, for a processor
}

// page presses every key on a page.
func (s *screen) page(t *testing.T, p struct {
	name string
	open []string
},
) {
	t.Helper()
	for i, key := range pressed {
		s.back()
		for _, k := range p.open {
			s.send(sequence(k))
			time.Sleep(30 * time.Millisecond)
		}
		time.Sleep(time.Duration(100+(i*37+len(p.name)*61)%300) * time.Millisecond) // at every phase of the polls
		before := s.threads()
		took, ok := s.press(sequence(key))
		if !ok {
			t.Errorf("%s: %q is not answered", p.name, key)
			continue
		}
		ran, waited := since(before, s.threads())
		s.slow = append(s.slow, keyTook{p.name, key, took, ran, waited})
	}
}

// back returns to the overview: out of a list, a typed line, the help and a page.
func (s *screen) back() {
	for range 3 {
		s.send("\x1b")
		time.Sleep(20 * time.Millisecond)
	}
	s.send("1")
	time.Sleep(20 * time.Millisecond)
}

// Keys that are not bound: hadash says so at the foot of the screen, so that the answer to a key cannot be taken for a frame that
// a poll made. The first closes the help page. In a list and a typed line neither is answered, and the first frame counts.
var unbound = []struct{ key, says string }{
	{"\x14\x14", "ctrl+t is not bound"}, {"\x19\x19", "ctrl+y is not bound"}, {"\x07\x07", "ctrl+g is not bound"}, {"\x18\x18", "ctrl+x is not bound"},
}

// press presses a key, and an unbound one behind it, and returns how long it took until the frame after both was written.
func (s *screen) press(key string) (time.Duration, bool) {
	mark := unbound[s.nth%len(unbound)]
	s.nth++
	from := s.mark()
	if key == "\x1b" || key == " " { // an escape and the next key would be one
		mark.key = "\x0b" + mark.key
	}
	begun := time.Now()
	s.send(key + mark.key)
	if at, ok := s.find(from, 700*time.Millisecond, mark.says); ok {
		return at.Sub(begun), true
	}
	if at, ok := s.find(from, 0, ""); ok {
		return at.Sub(begun), true
	}
	return 0, false
}

// spread writes the median and the longest of some times.
func spread(all []time.Duration) string {
	if len(all) == 0 {
		return "no keys"
	}
	sorted := slices.Sorted(slices.Values(all))
	r := func(d time.Duration) time.Duration { return d.Round(100 * time.Microsecond) }
	over := len(sorted) - max(0, slices.IndexFunc(sorted, func(d time.Duration) bool { return d > 50*time.Millisecond }))
	if sorted[len(sorted)-1] <= 50*time.Millisecond {
		over = 0
	}
	return fmt.Sprintf("%4d keys: median %6v, 95 %% within %6v, longest %6v, over 50 ms: %d",
		len(sorted), r(sorted[len(sorted)/2]), r(sorted[len(sorted)*95/100]), r(sorted[len(sorted)-1]), over)
}

// screen is hadash on a terminal of 200x50, and what it wrote, when.
type screen struct {
	master *os.File
	pid    int
	nth    int
	slow   []keyTook

	mu     sync.Mutex
	chunks []written
}

type written struct {
	at   time.Time
	text string
}

// watch runs hadash until the test ends.
func watch(t *testing.T, host, name string, args ...string) *screen {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "DOCKER_HOST="+host, "XDG_CONFIG_HOME="+t.TempDir(), "XDG_STATE_HOME="+t.TempDir())
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 200})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait(); _ = master.Close() })
	s := &screen{master: master, pid: cmd.Process.Pid}
	go s.read()
	return s
}

func (s *screen) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := s.master.Read(buf)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.chunks = append(s.chunks, written{time.Now(), string(buf[:n])})
		s.mu.Unlock()
	}
}

func (s *screen) send(keys string) { _, _ = s.master.WriteString(keys) }

func (s *screen) mark() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.chunks)
}

// find returns when a text was written, after a mark.
func (s *screen) find(mark int, limit time.Duration, text string) (time.Time, bool) {
	for end := time.Now().Add(limit); ; time.Sleep(2 * time.Millisecond) {
		s.mu.Lock()
		chunks := s.chunks[mark:]
		s.mu.Unlock()
		for i := range chunks {
			before := ""
			if i > 0 {
				before = chunks[i-1].text
			}
			if strings.Contains(before+chunks[i].text, text) {
				return chunks[i].at, true
			}
		}
		if time.Now().After(end) {
			return time.Time{}, false
		}
	}
}

// settle waits until all HAProxies were read some times.
func (s *screen) settle(t *testing.T) {
	t.Helper()
	if _, ok := s.find(0, 30*time.Second, "lb01"); !ok {
		t.Fatalf("no lb01 on the screen")
	}
	time.Sleep(12 * time.Second) // pages of the last seconds are kept
}

// costs prints what watching takes.
func (s *screen) costs(t *testing.T, w *World, when string, long time.Duration) {
	t.Helper()
	was := s.threads()
	asked := w.asked()
	time.Sleep(long)
	ran, _ := since(was, s.threads())
	t.Logf("%s: %.0f %% of a core, %s resident, %s at most, %.1f pages a second", when, float64(ran)/float64(long)*100,
		s.memory("VmRSS:"), s.memory("VmHWM:"), float64(w.asked()-asked)/long.Seconds())
}

// thread is how long a thread ran on a processor, and how long it was ready to run and others had the processors.
type thread struct{ ran, waited time.Duration }

// threads are those of hadash, by their files.
func (s *screen) threads() map[string]thread {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.pid))
	all := make(map[string]thread, len(tasks))
	for _, path := range tasks {
		var t thread
		if text, err := os.ReadFile(path); err == nil {
			_, _ = fmt.Sscan(string(text), (*int64)(&t.ran), (*int64)(&t.waited))
		}
		all[path] = t
	}
	return all
}

// since returns how long all threads ran, and how long the one that waited longest waited: the waits of several overlap.
func since(was, is map[string]thread) (ran, waited time.Duration) {
	for path, t := range is {
		ran, waited = ran+t.ran-was[path].ran, max(waited, t.waited-was[path].waited)
	}
	return ran, waited
}

// load says how busy the machine is.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	minute, _, _ := strings.Cut(string(text), " ")
	return "load of the last minute " + minute
}

func (s *screen) memory(key string) string {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pid))
	for line := range bytes.Lines(text) {
		var kib int
		if rest, ok := strings.CutPrefix(string(line), key); ok {
			_, _ = fmt.Sscan(rest, &kib)
			return fmt.Sprintf("%d MB", kib>>10)
		}
	}
	return "?"
}
