// Package testdir creates directories for the tests of the stack.
package testdir

import (
	"os"
	"path/filepath"
	"testing"
)

// Lay writes files below a new directory and changes to one of its directories.
func Lay(t *testing.T, cwd string, files map[string]string) string {
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

// NoCompose removes compose's variables from the test's environment.
func NoCompose(t *testing.T) {
	t.Helper()
	for _, v := range []string{"COMPOSE_PROJECT_NAME", "COMPOSE_FILE", "COMPOSE_PATH_SEPARATOR", "HADASH_BASE"} {
		t.Setenv(v, "")
		_ = os.Unsetenv(v)
	}
}
