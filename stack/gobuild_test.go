package stack

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/stack/compose"
	"hadash/stack/program"
	"hadash/stack/recipe"
	"hadash/stack/testdir"
)

// goUpTest is a project whose images, web and k6, contain Go programs.
func goUpTest(t *testing.T) *upTest {
	t.Helper()
	u := newUpTest(t)
	for _, dir := range []string{"web", "k6"} {
		_ = os.MkdirAll(filepath.Join(u.root, dir, "src"), 0o755)
		for name, text := range map[string]string{"Dockerfile": testdir.GoDockerfile, "go.mod": "module x\n\ngo 1.26.0\n", "src/main.go": "package main\n\nfunc main() {}\n"} {
			if err := os.WriteFile(filepath.Join(u.root, dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	u.haveImage(defaultBase, nil)
	u.run.has = append(u.run.has, "go", "nice")
	return u
}

// With a Go toolchain the programs are compiled here, those of the load last and at a lower priority, and only copied
// into the images; the base image is not needed. The same sources are not built again, with or without a toolchain.
func TestUpCompilesHere(t *testing.T) {
	u := goUpTest(t)
	var contexts [][]string
	u.answers["POST /build"] = func(w http.ResponseWriter, r *http.Request) {
		u.mu.Lock()
		contexts = append(contexts, entries(t, u.body))
		u.mu.Unlock()
		u.build(w, r)
	}
	if err := u.lab.up(t.Context(), UpOptions{}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(u.built)
	if want := []string{"k6 on", "web on"}; !slices.Equal(trimmed(u.built), want) {
		t.Errorf("built %q, want %q without a base", u.built, want)
	}
	want := []string{recipe.DockerfileInside + " -rw-r--r--", "x -rwxr-xr-x", "data/ drwxr-xr-x"}
	for _, got := range contexts {
		if !slices.Equal(got, want) {
			t.Errorf("the Engine was given %q, want %q", got, want)
		}
	}
	if got := u.run.compiled(); len(got) != 2 || got[0] != "go build" || got[1] != "nice -n 10 go build" {
		t.Errorf("compiled by %q", got)
	}
	env := u.run.goEnv
	for _, want := range []string{"GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0", "GOWORK=off"} {
		if !slices.Contains(env, want) {
			t.Errorf("go's environment %q lacks %s", env, want)
		}
	}
	u.fresh()
	u.run.has = []string{"docker", "docker-compose"}
	u.check("again, without a toolchain", u.lab.up(t.Context(), UpOptions{}), "", composeRuns, allSkipped)
	u.fresh()
	_ = os.WriteFile(filepath.Join(u.root, "web/src/main.go"), []byte("package main\n\nfunc main() { println() }\n"), 0o644)
	u.check("other sources, without a toolchain", u.lab.up(t.Context(), UpOptions{}), "web on debian:trixie-slim", composeRuns,
		"base image skipped, compose done, containers done, go skipped, image k6:lab skipped, image web:lab done, ready done")
}

func trimmed(all []string) (out []string) {
	for _, s := range all {
		out = append(out, strings.TrimSpace(s))
	}
	return out
}

// entries lists the files of a build context.
func entries(t *testing.T, context string) (out []string) {
	t.Helper()
	for r := tar.NewReader(strings.NewReader(context)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Error(err)
			return out
		}
		out = append(out, h.Name+" "+h.FileInfo().Mode().String())
	}
}

// If the toolchain fails, or the Engine has another architecture, the image compiles its program on the base image; one
// line reports that and the reason.
func TestUpCompilesInAContainer(t *testing.T) {
	tests := map[string]struct {
		change func(u *upTest)
		want   string
	}{
		"no toolchain": {func(u *upTest) { u.run.has = []string{"docker", "docker-compose"} }, "no `go` command found"},
		"go fails": {
			func(u *upTest) { u.run.fails["go build"] = "go: go.mod requires go >= 1.26.0 (running go 1.19)" },
			"go.mod requires go >= 1.26.0 (running go 1.19)",
		},
		"another Engine": {
			func(u *upTest) {
				u.answers["GET /version"] = func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"Os":"linux","Arch":"arm"}`) }
			},
			"the Engine runs on linux/arm",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			u := goUpTest(t)
			u.run.has = slices.DeleteFunc(u.run.has, func(s string) bool { return s == "nice" })
			test.change(u)
			var said []string
			tell := u.lab.steps.tell
			u.lab.steps.tell = func(s Step) {
				if s.Name == "go" {
					said = append(said, s.Detail)
				}
				tell(s)
			}
			u.check("up", u.lab.up(t.Context(), UpOptions{}), "k6 on debian:trixie-slim, web on debian:trixie-slim", u.ran(composeRuns),
				"base image skipped, compose done, containers done, go skipped, go skipped, image k6:lab done, image web:lab done, ready done")
			slices.Sort(said)
			if len(said) != 2 || !strings.HasPrefix(said[1], "web:lab is compiled in a container") || !strings.Contains(said[1], test.want) {
				t.Errorf("said %q, want %q in it", said, test.want)
			}
		})
	}
}

// ran adds Go's command line.
func (u *upTest) ran(rest string) string {
	if _, fails := u.run.fails["go build"]; fails {
		return strings.Replace(rest, ", up", ", go build, go build, up", 1)
	}
	return rest
}

// The program that this machine's toolchain makes of the sources in a context is in the context sent to the Engine. The
// surroundings do not matter: the sources are those whose hash is in the label, and the user's Go settings have no
// effect.
func TestCompile(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	for key, value := range map[string]string{
		"GOOS": "windows", "GOARCH": "386", "CGO_ENABLED": "1", "GO111MODULE": "off", "GOWORK": "/nothing/go.work", "GOFLAGS": "-mod=vendor -tags=x",
		"GOEXPERIMENT": "noexperiment", "GOFIPS140": "v0", "GOAMD64": "v0", "GOARM64": "v0", "GO386": "x", "GOPPC64": "x", "GORISCV64": "x",
	} {
		t.Setenv(key, value)
	}
	u := goUpTest(t)
	b, err := recipe.New(compose.Service{Image: "web:lab", Context: filepath.Join(u.root, "web"), Dockerfile: "Dockerfile"}, false)
	if err != nil {
		t.Fatal(err)
	}
	_ = os.WriteFile(filepath.Join(u.root, "web/src/main.go"), []byte("no Go at all"), 0o644) // changed after the context was read
	u.lab.run = program.System{}
	context, err := u.lab.compile(t.Context(), build{Recipe: b}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	for r := tar.NewReader(bytes.NewReader(context)); ; {
		h, err := r.Next()
		if err != nil {
			t.Fatalf("no program in the context: %v", err)
		}
		if h.Name != "x" {
			continue
		}
		head := make([]byte, 20)
		if _, err := io.ReadFull(r, head); err != nil || string(head[:4]) != "\x7fELF" || head[18] != 183 { // EM_AARCH64
			t.Errorf("the program begins with % x, %v: no ELF for arm64", head, err)
		}
		return
	}
}

// When the first of several images with a common beginning fails, the others are never compiled: the load must not wait
// for them.
func TestUpEndsBeforeAProgramWasCompiled(t *testing.T) {
	u := goUpTest(t)
	text, err := os.ReadFile(filepath.Join(u.root, "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	more := ""
	for _, name := range []string{"x", "y"} {
		more += fmt.Sprintf("  %[1]s:\n    build: {context: web}\n    image: %[1]s:lab\n", name)
	}
	u.write(strings.Replace(string(text), "services:\n", "services:\n"+more, 1))
	u.fails = "it is full"
	ended := make(chan error, 1)
	go func() { ended <- u.lab.up(t.Context(), UpOptions{}) }()
	select {
	case err := <-ended:
		if err == nil || !strings.Contains(err.Error(), "it is full") {
			t.Errorf("got %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("up does not end")
	}
	if len(u.built) != 1 {
		t.Errorf("built %q, want one", u.built)
	}
}
