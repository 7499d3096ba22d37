package recipe

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/stack/compose"
	"hadash/stack/testdir"
)

// All our images are of the plain kind that Up builds, and copy what they should.
func TestOurDockerfiles(t *testing.T) {
	want := map[string][]string{
		"haproxy": nil, "nginx": nil, "mariadb": nil, "mysql": nil, "own": nil,
		"k6":      {"go.mod", "go.sum", "guard", "main.go"},
		"profile": {"cmd/profile", "go.mod", "go.sum"},
	}
	first := map[string]string{}
	for name, sources := range want {
		text, err := os.ReadFile(filepath.Join("../images", name, "Dockerfile"))
		if err != nil {
			t.Fatal(err)
		}
		d, err := parse(string(text))
		if err != nil || !slices.Equal(d.sources, sources) {
			t.Errorf("%s: copies %v, %v; want %v", name, d.sources, err, sources)
		}
		first[name] = d.firstRun
	}
	if first["profile"] != first["k6"] || first["profile"] == first["nginx"] {
		t.Error("profile and k6 should begin alike, so that they are built one after another")
	}
}

func TestParseDockerfile(t *testing.T) {
	tests := map[string]struct {
		text    string
		sources []string
		plain   bool
	}{
		"flags":         {"FROM x\nCOPY --chown=1:1 a b/ /c\n", []string{"a", "b"}, true},
		"another stage": {"FROM x\nCOPY --from=y /a /b\n", nil, true},
		"JSON":          {"FROM x\nCOPY [\"a b\", \"c\", \"/d\"]\n", []string{"a b", "c"}, true},
		"continued":     {"FROM x\n# c\nCOPY a \\\n # in between\n b \\\n /c\n", []string{"a", "b"}, true},
		"ADD of a URL":  {"FROM x\nADD https://x/y a /z\n", []string{"a"}, true},
		"lower case":    {"from x\ncopy a /b", []string{"a"}, true},
		"everything":    {"FROM x\nCOPY . /src\n", nil, false},
		"a variable":    {"FROM x\nARG A\nCOPY $A /src\n", nil, false},
		"a mount":       {"FROM x\nRUN --mount=type=cache,target=/x make\n", nil, false},
		"a heredoc":     {"FROM x\nRUN <<EOF\nmake\nEOF\n", nil, false},
		"a frontend":    {"# syntax=docker/dockerfile:1\nFROM x\n", nil, false},
		"a link":        {"FROM x\nCOPY --link a /b\n", nil, false},
	}
	for name, test := range tests {
		d, err := parse(test.text)
		switch {
		case !test.plain && !errors.Is(err, ErrNotPlain):
			t.Errorf("%s: got %v, want that it is not plain", name, err)
		case test.plain && (err != nil || !slices.Equal(d.sources, test.sources)):
			t.Errorf("%s: got %q, %v; want %q", name, d.sources, err, test.sources)
		}
	}
}

func TestBuildInputs(t *testing.T) {
	root := testdir.Lay(t, ".", map[string]string{
		"Dockerfile": "ARG HADASH_BASE\nFROM $HADASH_BASE\nCOPY go.* src /x/\n",
		"go.mod":     "module x", "go.sum": "", "src/a.go": "package a", "src/deep/b.go": "package b", "other": "no",
	})
	s := compose.Service{
		Name: "x", Image: "x:lab", Context: root, Dockerfile: "Dockerfile",
		Args: map[string]string{"HADASH_BASE": "one", "DB_IMAGE": "mysql"},
	}
	inputs := func(chosen bool) string {
		t.Helper()
		b, err := New(s, chosen)
		if err != nil {
			t.Fatal(err)
		}
		return b.Inputs
	}
	was := inputs(false)
	same := func(what string) {
		t.Helper()
		if inputs(false) != was {
			t.Errorf("%s changed the inputs", what)
		}
	}
	other := func(what string) {
		t.Helper()
		now := inputs(false)
		if now == was {
			t.Errorf("%s did not change the inputs", what)
		}
		was = now
	}
	old := time.Now().Add(-time.Hour)
	_ = os.Chtimes(filepath.Join(root, "go.mod"), old, old)
	same("a file's time")
	_ = os.WriteFile(filepath.Join(root, "other"), []byte("else"), 0o644)
	same("a file that is not copied")
	s.Args["HADASH_BASE"] = "two"
	same("a base that hadash found")
	if inputs(true) == was {
		t.Error("a base that the user chose did not change the inputs")
	}
	_ = os.WriteFile(filepath.Join(root, "src/deep/b.go"), []byte("package c"), 0o644)
	other("a copied file")
	_ = os.Chmod(filepath.Join(root, "src/a.go"), 0o755)
	other("a file's mode")
	s.Args["DB_IMAGE"] = "mariadb"
	other("an argument")
	_ = os.WriteFile(filepath.Join(root, "Dockerfile"), []byte("FROM x\nCOPY go.* src /x/\n"), 0o644)
	other("the Dockerfile")
	_ = os.WriteFile(filepath.Join(root, "Dockerfile"), []byte("FROM x\nCOPY missing /x/\n"), 0o644)
	if _, err := New(s, false); err == nil || !strings.Contains(err.Error(), "copies missing") {
		t.Errorf("got %v; want it to name the missing file", err)
	}
}

func TestPack(t *testing.T) {
	root := testdir.Lay(t, ".", map[string]string{"src/a.go": "package a", "src/run.sh": "x", "no": ""})
	_ = os.Chmod(filepath.Join(root, "src/run.sh"), 0o700)
	_ = os.Symlink("a.go", filepath.Join(root, "src/link"))
	data, err := Pack(root, []byte("FROM x"), []string{"src"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := tar.NewReader(bytes.NewReader(data)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.TrimSpace(h.Name+" "+h.FileInfo().Mode().Perm().String()+" "+h.Linkname))
	}
	want := []string{
		".hadash.Dockerfile -rw-r--r--", "src/ -rwxr-xr-x", "src/a.go -rw-r--r--", "src/link -rwxr-xr-x a.go", "src/run.sh -rwxr-xr-x",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
