package stack

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lay writes files below a new directory and goes to one of its directories.
func lay(t *testing.T, cwd string, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dir := filepath.Join(root, cwd)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	return root
}

const some = "services: {}\n"

func TestFindCompose(t *testing.T) {
	tests := map[string]struct {
		files   map[string]string
		cwd     string
		env     map[string]string
		opts    Options
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
			env: map[string]string{"COMPOSE_PROJECT_NAME": "no"}, opts: Options{Project: "flag"},
			project: "flag", want: "lab/compose.yaml",
		},
		"COMPOSE_FILE": {
			files: map[string]string{"lab/a.yaml": some, "lab/b.yaml": "name: second\n" + some, "compose.yaml": some}, cwd: ".",
			env: map[string]string{"COMPOSE_FILE": "lab/a.yaml:lab/b.yaml"}, project: "second", want: "lab/a.yaml lab/b.yaml",
		},
		"--file before COMPOSE_FILE": {
			files: map[string]string{"lab/a.yaml": some, "lab/b.yaml": some}, cwd: ".",
			env: map[string]string{"COMPOSE_FILE": "lab/a.yaml"}, opts: Options{File: "lab/b.yaml"},
			project: "lab", want: "lab/b.yaml",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			noCompose(t)
			for k, v := range test.env {
				t.Setenv(k, v)
			}
			root := lay(t, test.cwd, test.files)
			got, err := findCompose(t.Context(), test.opts)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, f := range got.files {
				rel, _ := filepath.Rel(root, f)
				names = append(names, rel)
			}
			if joined := strings.Join(names, " "); joined != test.want || got.project != test.project {
				t.Errorf("project %q of %q; want %q of %q", got.project, joined, test.project, test.want)
			}
		})
	}
}

// noCompose takes compose's variables out of the test's environment.
func noCompose(t *testing.T) {
	for _, v := range []string{"COMPOSE_PROJECT_NAME", "COMPOSE_FILE", "COMPOSE_PATH_SEPARATOR", "HADASH_BASE"} {
		t.Setenv(v, "")
		os.Unsetenv(v)
	}
}

func TestNoCompose(t *testing.T) {
	noCompose(t)
	lay(t, "empty", nil)
	_, err := findCompose(t.Context(), Options{})
	if !errors.Is(err, ErrNoCompose) || !strings.Contains(err.Error(), "--file") {
		t.Errorf("got %v; want it to say what to do", err)
	}
	c, err := findCompose(t.Context(), Options{Project: "known"})
	if !errors.Is(err, ErrNoCompose) || c.project != "known" {
		t.Errorf("got project %q, %v; want known, and that there is no file", c.project, err)
	}
	if _, err := findCompose(t.Context(), Options{File: "nowhere.yaml"}); err == nil || errors.Is(err, ErrNoCompose) {
		t.Errorf("got %v; want that --file names none", err)
	}
}
