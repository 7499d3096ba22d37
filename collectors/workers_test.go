package collectors

import (
	"bufio"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

const masterFolder = "testdata/haproxy-2.6.12/master"

func masterSaid(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(masterFolder, name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// What a real master answered, in the states between two reloads.
func TestShowProc(t *testing.T) {
	first, second := record.Worker{Pid: 27973, CurrConns: -1}, record.Worker{Pid: 28274, CurrConns: -1}
	aged := func(w record.Worker, uptime int64) record.Worker { w.Uptime = uptime; return w }
	for name, want := range map[string]record.Workers{
		"fresh":                 {Master: 27970, Pid: 27973, Uptime: 1},
		"reloaded":              {Master: 27970, Pid: 28274, Uptime: 2, Reloads: 1, Old: []record.Worker{aged(first, 3)}},
		"reloaded-twice":        {Master: 27970, Pid: 28436, Uptime: 2, Reloads: 2, Old: []record.Worker{aged(second, 4), aged(first, 5)}},
		"failed":                {Master: 27970, Pid: 28436, Uptime: 36, Reloads: 3, Failed: 1, Old: []record.Worker{aged(second, 38), aged(first, 39)}},
		"reloaded-after-failed": {Master: 27970, Pid: 29537, Uptime: 2, Reloads: 4, Old: []record.Worker{aged(second, 40), aged(first, 41)}},
		"ended":                 {Master: 27970, Pid: 29537, Uptime: 3, Reloads: 4},
	} {
		got, err := showProc(masterSaid(t, name))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(&want, got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", name, diff)
		}
	}
}

// The columns of other versions are found by their headings, and programs are no workers. From management.txt of 2.5, and of 2.0,
// whose lines have a relative PID.
func TestShowProcOfOtherVersions(t *testing.T) {
	want := &record.Workers{Master: 1162, Pid: 1271, Reloads: 5, Failed: -1, Old: []record.Worker{{Pid: 1233, Uptime: 43, CurrConns: -1}}}
	got, err := showProc("#<PID>          <type>          <relative PID>  <reloads>       <uptime>        <version>\n" +
		"1162            master          0               5               0d00h02m07s     2.0\n# workers\n" +
		"1271            worker          1               0               0d00h00m00s     2.0\n# old workers\n" +
		"1233            worker          [was: 1]        3               0d00h00m43s     2.0\n# programs\n" +
		"1244            foo             0               0               0d00h00m00s     -\n1255            worker          0               0               0d00h00m00s     -\n\n")
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	want.Failed = 0
	got, err = showProc("#<PID>          <type>          <reloads>       <uptime>        <version>\n1162            master          5 [failed: 0]   0d00h02m07s     2.5-dev13\n" +
		"# workers\n1271            worker          1               0d00h00m00s     2.5-dev13\n# old workers\n1233            worker          3               0d00h00m43s     2.0-dev3-6019f6-289\n")
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	for _, text := range []string{"", "Unknown command: 'show', but maybe one of the following ones is a better match:\n  show acl\n", "# pxname,svname\nb,s\n"} {
		if w, err := showProc(text); err == nil {
			t.Errorf("%q: %+v", text, w)
		}
	}
}

// Each old worker is asked through the master for its connections; one that has ended meanwhile is not known, which is not 0.
func TestReadsWorkers(t *testing.T) {
	says := map[string]string{
		"show proc":         masterSaid(t, "reloaded-twice"),
		"@!27973 show info": masterSaid(t, "old-info"),
		"@!28274 show info": "Can't find the target PID matching the prefix '@!28274'\n",
	}
	path := filepath.Join(t.TempDir(), "master.sock")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			in := bufio.NewReader(c)
			line, _ := in.ReadString('\n')
			_, _ = c.Write([]byte(says[strings.TrimSpace(line)]))
			_, _ = io.Copy(io.Discard, in) // as a real one, it answers until the other side has ended
			_ = c.Close()
		}
	}()
	w := NewWorkers("lb", Fixed("unix://"+path))
	if w.Rest() != workersRest {
		t.Errorf("it rests for %s", w.Rest())
	}
	var s record.Sample
	if err := w.Read(t.Context(), &s); err != nil {
		t.Fatal(err)
	}
	n, known := s.Workers.Conns()
	if len(s.Workers.Old) != 2 || s.Workers.Old[1].CurrConns != 3 || s.Workers.Old[0].CurrConns != -1 || n != 3 || known || w.Rest() != workersOld {
		t.Errorf("%+v: %d, %v, rests for %s", s.Workers.Old, n, known, w.Rest())
	}
}

// A new process wakes whoever asks its master.
func TestNewProcessIsNoticed(t *testing.T) {
	rung := 0
	h := NewHAProxy("lb", nil)
	h.renewed = func() { rung++ }
	for _, c := range []struct{ pid, want int }{{0, 0}, {7, 0}, {7, 0}, {0, 0}, {9, 1}, {9, 1}} {
		if h.compare(&record.HAProxy{Pid: c.pid}); rung != c.want {
			t.Errorf("pid %d: rung %d times, want %d", c.pid, rung, c.want)
		}
	}
}
