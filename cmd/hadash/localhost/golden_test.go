package localhost

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/attach/machine"
	"hadash/attach/machine/testtree"
	"hadash/record"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The machines of testdata, as one of their users sees them.
var views = []struct {
	tree, user string
	groups     []string
}{
	{"debian12", "anna", nil},
	{"debian12", "root", nil},
	{"stopped", "anna", nil},
	{"rhel9", "anna", nil},
	{"rhel9", "root", nil},
	{"several", "root", nil},
	{"odd", "root", nil},
	{"syslog", "anna", nil},
	{"journal", "anna", nil},
	{"journal", "root", nil},
	{"blind", "anna", []string{"haproxy", "adm"}},
	{"blind", "root", nil},
}

// answers is what is asked in these machines, and at which level it answers.
var answers = map[string]machine.Answer{
	"unix:///run/haproxy/admin.sock":     {Level: "admin", Version: "2.6.12-1+deb12u4"},
	"unix:///var/lib/haproxy/stats":      {Level: "operator", Version: "2.4.22-f8e3218"},
	"unix:///run/haproxy/edge.sock":      {Level: "user", Version: "3.0.11"},
	"unix:///run/haproxy/shut.sock":      {Level: "admin"},
	"http://127.0.0.1:8404/metrics":      {Version: "2.8.1"},
	"http://127.0.0.1:8404/numbers":      {Version: "3.0.11"},
	"http://localhost:9080/status":       {Version: "1.27.3"},
	"http://127.0.0.1:8081/basic_status": {Version: "1.20.1"},
}

// asked answers as answers has it. The login of several must be there, and no other.
func asked(t *testing.T) machine.Asker {
	return func(_ context.Context, _ record.Kind, u *url.URL) (machine.Answer, error) {
		bare := *u
		bare.User = nil
		a, ok := answers[bare.String()]
		if password, _ := u.User.Password(); (password == "rosebud42") != strings.Contains(u.Path, "numbers") {
			t.Errorf("%s is asked with the password %q", bare.String(), password)
		}
		if !ok {
			return a, errors.New("connection refused")
		}
		return a, nil
	}
}

func look(t *testing.T, tree, user string, groups ...string) *machine.Found {
	t.Helper()
	made := testtree.Make(t, "testdata/"+tree+".tree")
	o := machine.Options{Root: made.Root, Owners: made.Owners, Ask: asked(t)}
	o.User.Name = user
	o.User.UID, o.User.Groups = made.User(user, groups...)
	f, err := machine.Look(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestGolden(t *testing.T) {
	for _, v := range views {
		t.Run(v.tree+" "+v.user, func(t *testing.T) {
			f := look(t, v.tree, v.user, v.groups...)
			var text, object bytes.Buffer
			Write(&text, f)
			WriteFacts(&text, f)
			if err := WriteJSON(&object, f); err != nil {
				t.Fatal(err)
			}
			golden(t, v.tree+"."+v.user+".txt", text.Bytes())
			golden(t, v.tree+"."+v.user+".json", object.Bytes())
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (go test ./cmd/hadash/localhost -update rewrites it):\n%s", file, diff)
	}
	if bytes.Contains(got, []byte("rosebud")) {
		t.Errorf("%s shows a password", file)
	}
}

// The manual shows what is really printed.
func TestTheManualShowsIt(t *testing.T) {
	manual, err := os.ReadFile("../../../docs/your-project.md")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	Write(&text, look(t, "debian12", "root"))
	if !strings.Contains(string(manual), "```\n"+text.String()+"```\n") {
		t.Errorf("docs/your-project.md does not have:\n%s", text.String())
	}
}

func TestQuoted(t *testing.T) {
	got := quoted([]string{"journal:haproxy.service", "haproxy+http://127.0.0.1:8404/haproxy?stats", "nginx+file:///a b", "x'y"})
	want := []string{"journal:haproxy.service", "'haproxy+http://127.0.0.1:8404/haproxy?stats'", "'nginx+file:///a b'", `'x'\''y'`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
