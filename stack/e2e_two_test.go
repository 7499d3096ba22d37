package stack

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"hadash/journal"
	"hadash/record"
	"hadash/stack/haproxy"

	"github.com/docker/docker/api/types/container"
)

// beHands runs as another hadash process: it executes the lines of its input on the container app of a project, and
// answers each with one line.
func beHands(project string) int {
	eng, err := dial(context.Background(), "")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	p := newProject(project, eng.api)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var kind string
		f := record.Fault{Target: "app"}
		what, rest, _ := strings.Cut(lines.Text(), " ")
		_, _ = fmt.Sscan(rest, &kind, &f.Amount) // the amount may be missing
		f.Kind = record.FaultKind(kind)
		switch what {
		case "inject":
			err = p.Inject(context.Background(), f)
		case "heal":
			err = p.Heal(context.Background(), f)
		case "left":
			var left []journal.Left
			if left, err = p.Left(); err == nil {
				err = p.HealLeft(context.Background(), left, func(journal.Left, error) {})
			}
		}
		fmt.Println("done", err)
	}
	return 0
}

// hand is a process that runs beHands.
type hand struct {
	t   *testing.T
	cmd *exec.Cmd
	in  io.Writer
	out *bufio.Reader
}

func startHand(t *testing.T, project string) *hand {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "HADASH_TEST_HANDS="+project)
	in, errIn := cmd.StdinPipe()
	out, errOut := cmd.StdoutPipe()
	if errIn != nil || errOut != nil {
		t.Fatal(errIn, errOut)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return &hand{t, cmd, in, bufio.NewReader(out)}
}

func (h *hand) does(line string) {
	h.t.Helper()
	fmt.Fprintln(h.in, line)
	if answer, err := h.out.ReadString('\n'); answer != "done <nil>\n" {
		h.t.Fatalf("%s: %q, %v", line, answer, err)
	}
}

func (h *hand) dies() {
	_ = h.cmd.Process.Kill()
	_ = h.cmd.Wait()
}

// After two hadash processes have broken and healed one container of a real Engine, it is as it was, even if one of
// them was killed.
func TestRealTwoProcesses(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	p := realEngine(t)
	now := func() string {
		t.Helper()
		c, err := p.target(t.Context(), "app")
		if err != nil {
			t.Fatal(err)
		}
		return looks(&c)
	}
	is := func(want string) {
		t.Helper()
		if got := now(); got != want {
			t.Errorf("it is %q, want %q", got, want)
		}
	}
	was := addressesOf(t, p)
	a, b := startHand(t, p.name), startHand(t, p.name)
	a.does("inject slow 40")
	b.does("inject slow 60")
	is("running 0.60")
	a.does("heal slow")
	is("running 0.60")
	b.does("heal slow")
	is("running")

	a.does("inject cut")
	b.does("inject pause")
	b.does("inject cut")
	a.does("inject pause")
	is("paused cut")
	b.does("heal cut")
	b.does("heal pause")
	is("paused cut")
	a.does("heal pause")
	a.does("heal cut")
	is("running")

	a.does("inject slow 40")
	b.does("inject slow 60")
	b.does("inject stop")
	a.dies()
	is("exited 0.60")
	c := startHand(t, p.name)
	c.does("left")
	is("exited 0.60")
	b.does("heal stop")
	b.does("heal slow")
	is("running")
	if at := addressesOf(t, p); at != was {
		t.Errorf("it is at %s, and was at %s", at, was)
	}
	if left := files(t, p); len(left) > 0 {
		t.Errorf("journals left: %v", left)
	}
}

// HAProxy's socket in a container can be reached through a real Engine's exec, with the programs in a Debian image.
func TestRealExec(t *testing.T) {
	p := realEngine(t)
	c, err := p.target(t.Context(), "app")
	if err != nil {
		t.Fatal(err)
	}
	made, err := p.api.ContainerExecCreate(t.Context(), c.ID, container.ExecOptions{Cmd: []string{"perl", "-MIO::Socket::UNIX", "-e",
		`my $l = IO::Socket::UNIX->new(Local => "/tmp/s", Listen => 1); while (my $s = $l->accept) { my $c = <$s>; print $s "said $c"; close $s }`}})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.api.ContainerExecStart(t.Context(), made.ID, container.ExecStartOptions{Detach: true}); err != nil {
		t.Fatal(err)
	}
	s := haproxy.Inside{API: p.api, Node: "app", ID: c.ID, Path: "/tmp/s"}
	var answer string
	for range 50 {
		if answer, err = s.Ask(t.Context(), "show info; `false` $x"); err == nil {
			break
		}
	}
	if err != nil || answer != "said show info; `false` $x\n" {
		t.Errorf("got %q, %v", answer, err)
	}
	s.Path = "/tmp/none"
	if _, err := s.Ask(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "No such file or directory; compare label") {
		t.Errorf("got %v", err)
	}
	if err := p.Inject(t.Context(), record.Fault{Kind: record.Pause, Target: "app"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Ask(t.Context(), "x"); err == nil || !strings.Contains(err.Error(), "paused") {
		t.Errorf("got %v", err)
	}
	if err := p.Heal(t.Context(), record.Fault{Kind: record.Pause, Target: "app"}); err != nil {
		t.Fatal(err)
	}
}
