package main

import (
	"context"
	"io"
	"strings"
	"testing"

	"hadash/stack"
	"hadash/stack/testdir"
)

func TestWhichProject(t *testing.T) {
	names := []string{"hadash-e2e", "main", "7"}
	for answer, want := range map[string]string{
		"1\n": "hadash-e2e", " 2 \n": "main", "main\n": "main", "main": "main", "3\n": "7", "7\n": "7", "0\n": "", "4\n": "", "-1\n": "", "mai\n": "", "\n": "", "": "",
	} {
		var talk strings.Builder
		if got, err := whichProject(t.Context(), strings.NewReader(answer), &talk, names); got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", answer, got, err, want)
		}
		if said := talk.String(); !strings.Contains(said, "1  hadash-e2e\n") || !strings.Contains(said, "which project?") {
			t.Errorf("asked %q", said)
		}
	}
}

// ctrl+c ends an unanswered question and hadash; the missing answer is not reported as an error.
func TestWhichProjectIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	nobody, typing := io.Pipe()
	defer typing.Close()
	got, err := whichProject(ctx, nobody, io.Discard, []string{"one", "two"})
	if got != "" || exitCode(unreachable(orDemo(err)), true) != exitInterrupted {
		t.Errorf("chose %q, %v", got, err)
	}
}

// A project can be named behind "discover"; not two of them.
func TestDiscoverNamesAProject(t *testing.T) {
	o := &options{}
	o.Project = "one"
	_, err := o.connectTo(t.Context(), "two")
	if err == nil || exitCode(unreachable(err), false) != exitUsage || !strings.Contains(err.Error(), "--project names another one, one") {
		t.Errorf("%v", err)
	}
}

// Without a compose file, and a project that is named, hadash discover looks at this machine.
func TestWhetherAProjectIsMeant(t *testing.T) {
	testdir.NoCompose(t)
	testdir.Lay(t, "a/b", map[string]string{"a/x": ""})
	if (&options{}).projectHere() {
		t.Error("a folder without a compose file is taken for a project")
	}
	for name, o := range map[string]*options{
		"--project": {Options: stack.Options{Project: "x"}}, "--file": {Options: stack.Options{File: "x"}}, "--context": {Options: stack.Options{Context: "x"}},
	} {
		if !o.projectHere() {
			t.Errorf("%s names no project", name)
		}
	}
	testdir.Lay(t, "a/b", map[string]string{"a/compose.yaml": "services: {web: {image: nginx}}\n", "a/b/x": ""})
	if !(&options{}).projectHere() {
		t.Error("a compose file in a folder above is not seen")
	}
	testdir.Lay(t, "a", map[string]string{"a/compose.yaml": "services: [\n"})
	if !(&options{}).projectHere() {
		t.Error("a broken compose file is passed over")
	}
	testdir.Lay(t, "a", map[string]string{"a/x": ""})
	t.Setenv("COMPOSE_PROJECT_NAME", "shop")
	if !(&options{}).projectHere() {
		t.Error("COMPOSE_PROJECT_NAME names no project")
	}
}
