package localhost

import (
	"bytes"
	"errors"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"hadash/attach/machine"
	"hadash/attach/machine/testtree"
	"hadash/record"
)

var (
	errNothing = errors.New("nothing can be watched")
	errUsage   = errors.New("wrong usage")
)

// discover runs hadash discover, as Extend makes it, on a machine. It returns what looked: "machine", "project" or "targets".
func discover(t *testing.T, tree string, project bool, targets bool, args ...string) (looked, out string, err error) {
	t.Helper()
	made := testtree.Make(t, "testdata/"+tree+".tree")
	h := Hooks{Project: func() bool { return project }, Usage: func(error) error { return errUsage }, Nothing: errNothing}
	h.Look = machine.Options{Root: made.Root, Owners: made.Owners, User: machine.User{Name: "root", Groups: []int{0}}}
	looked = "machine"
	if targets {
		h.Targets = func(_ *cobra.Command, all []string) error {
			looked = "targets " + strings.Join(all, " ")
			return nil
		}
	}
	cmd := &cobra.Command{Use: "discover", Args: cobra.MaximumNArgs(1), SilenceErrors: true, SilenceUsage: true, RunE: func(_ *cobra.Command, args []string) error {
		looked = "project " + strings.Join(args, " ")
		return nil
	}}
	for _, name := range []string{"json", "why", "labels"} {
		cmd.Flags().Bool(name, false, "")
	}
	var text bytes.Buffer
	Extend(cmd, h).SetOut(&text)
	cmd.SetArgs(args)
	err = cmd.ExecuteContext(t.Context())
	return looked, text.String(), err
}

func TestWhatIsLookedAt(t *testing.T) {
	for _, c := range []struct {
		project, targets bool
		args             string
		want             string
	}{
		{false, true, "", "machine"},
		{true, true, "", "project "},
		{false, true, "shop", "project shop"},
		{false, true, "haproxy+unix:///run/a.sock nginx+file:///b", "targets haproxy+unix:///run/a.sock nginx+file:///b"},
		{true, true, "/run/a.sock", "targets /run/a.sock"},
		{false, false, "/run/a.sock", "project /run/a.sock"},
	} {
		if looked, _, err := discover(t, "debian12", c.project, c.targets, strings.Fields(c.args)...); looked != c.want || err != nil {
			t.Errorf("%+v: %q %v", c, looked, err)
		}
	}
}

func TestTheEndOfALook(t *testing.T) {
	if _, out, err := discover(t, "debian12", false, false); err != nil || !strings.Contains(out, "hadash attach watches it") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, out, err := discover(t, "stopped", false, false); !errors.Is(err, errNothing) || !strings.HasSuffix(out, "Nothing can be watched yet.\n") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, out, err := discover(t, "debian12", false, false, "--json"); err != nil || !strings.HasPrefix(out, "{") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, out, err := discover(t, "debian12", false, false, "--why"); err != nil || !strings.Contains(out, "[R13 rsyslog: ") {
		t.Errorf("%v\n%s", err, out)
	}
	if _, _, err := discover(t, "debian12", false, false, "--labels"); !errors.Is(err, errUsage) {
		t.Errorf("%v", err)
	}
}

// haproxy is a Runtime API with these answers.
func haproxy(t *testing.T, answers map[string]string) *url.URL {
	t.Helper()
	dir, err := os.MkdirTemp("", "hd") // the folder of the test has too long a name for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	at := filepath.Join(dir, "s")
	l, err := net.Listen("unix", at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			buf := make([]byte, 100)
			n, _ := c.Read(buf)
			_, _ = c.Write([]byte(answers[strings.TrimSpace(string(buf[:n]))]))
			_ = c.Close()
		}
	}()
	return &url.URL{Scheme: "unix", Path: at}
}

func TestAsk(t *testing.T) {
	rows := "# pxname,svname,status,type,\nweb,FRONTEND,OPEN,0,\n\n"
	u := haproxy(t, map[string]string{"show info": "Name: HAProxy\nVersion: 3.0.11\nPid: 7\nUptime_sec: 9\n\n", "show stat": rows, "show cli level": "user\n\n"})
	if a, err := Ask(t.Context(), record.KindHAProxy, u); err != nil || a.Level != "user" || a.Version != "3.0.11" {
		t.Errorf("%+v %v", a, err)
	}
	u = haproxy(t, map[string]string{"show stat": "Permission denied\n"})
	if _, err := Ask(t.Context(), record.KindHAProxy, u); err == nil {
		t.Error("no error")
	}
	if _, err := Ask(t.Context(), record.KindNginx, &url.URL{Scheme: "http", Host: "127.0.0.1:1", User: url.UserPassword("me", "hidden1")}); err == nil || strings.Contains(err.Error(), "hidden1") {
		t.Errorf("%v", err)
	}
}
