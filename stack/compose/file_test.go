package compose

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"hadash/stack/testdir"
)

const some = "services: {}\n"

func TestFindCompose(t *testing.T) {
	tests := map[string]struct {
		files   map[string]string
		cwd     string
		env     map[string]string
		flag    string // --project
		file    string // --file
		project string
		want    string // files, relative to the root
	}{
		"here": {
			files: map[string]string{"My.Lab/compose.yaml": some}, cwd: "My.Lab",
			project: "mylab", want: "My.Lab/compose.yaml",
		},
		"in a parent": {
			files: map[string]string{"lab/docker-compose.yml": some}, cwd: "lab/a/b",
			project: "lab", want: "lab/docker-compose.yml",
		},
		"compose.yaml first, and its override": {
			files: map[string]string{"lab/docker-compose.yml": some, "lab/compose.yaml": some, "lab/compose.override.yaml": some}, cwd: "lab",
			project: "lab", want: "lab/compose.yaml lab/compose.override.yaml",
		},
		"name:": {
			files: map[string]string{"lab/compose.yaml": "# x\nname: \"proxies\" # why\nservices:\n  name: {image: no}\n"}, cwd: "lab",
			project: "proxies", want: "lab/compose.yaml",
		},
		"name: with a variable": {
			files: map[string]string{"lab/compose.yaml": "name: ${LAB_NAME:-fallback}\n" + some}, cwd: "lab",
			project: "fallback", want: "lab/compose.yaml",
		},
		".env": {
			files: map[string]string{"lab/compose.yaml": "name: no\n" + some, "lab/.env": "# x\nexport A=1\nCOMPOSE_PROJECT_NAME='fromenv' # y\n"}, cwd: "lab/sub",
			project: "fromenv", want: "lab/compose.yaml",
		},
		"environment before .env": {
			files: map[string]string{"lab/compose.yaml": some, "lab/.env": "COMPOSE_PROJECT_NAME=no\n"}, cwd: "lab",
			env: map[string]string{"COMPOSE_PROJECT_NAME": "environment"}, project: "environment", want: "lab/compose.yaml",
		},
		"--project before all": {
			files: map[string]string{"lab/compose.yaml": "name: no\n" + some}, cwd: "lab",
			env: map[string]string{"COMPOSE_PROJECT_NAME": "no"}, flag: "flag",
			project: "flag", want: "lab/compose.yaml",
		},
		"COMPOSE_FILE": {
			files: map[string]string{"lab/a.yaml": some, "lab/b.yaml": "name: second\n" + some, "compose.yaml": some}, cwd: ".",
			env: map[string]string{"COMPOSE_FILE": "lab/a.yaml:lab/b.yaml"}, project: "second", want: "lab/a.yaml lab/b.yaml",
		},
		"--file before COMPOSE_FILE": {
			files: map[string]string{"lab/a.yaml": some, "lab/b.yaml": some}, cwd: ".",
			env: map[string]string{"COMPOSE_FILE": "lab/a.yaml"}, file: "lab/b.yaml",
			project: "lab", want: "lab/b.yaml",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			testdir.NoCompose(t)
			for k, v := range test.env {
				t.Setenv(k, v)
			}
			root := testdir.Lay(t, test.cwd, test.files)
			got, err := Find(t.Context(), test.flag, test.file)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, f := range got.Paths {
				rel, _ := filepath.Rel(root, f)
				names = append(names, rel)
			}
			if joined := strings.Join(names, " "); joined != test.want || got.Project != test.project {
				t.Errorf("project %q of %q; want %q of %q", got.Project, joined, test.project, test.want)
			}
		})
	}
}

func TestNoCompose(t *testing.T) {
	testdir.NoCompose(t)
	testdir.Lay(t, "empty", nil)
	_, err := Find(t.Context(), "", "")
	if !errors.Is(err, ErrNoFile) || !strings.Contains(err.Error(), "--file") {
		t.Errorf("got %v; want it to say what to do", err)
	}
	c, err := Find(t.Context(), "known", "")
	if !errors.Is(err, ErrNoFile) || c.Project != "known" {
		t.Errorf("got project %q, %v; want known, and that there is no file", c.Project, err)
	}
	if _, err := Find(t.Context(), "", "nowhere.yaml"); err == nil || errors.Is(err, ErrNoFile) {
		t.Errorf("got %v; want that --file names none", err)
	}
}
