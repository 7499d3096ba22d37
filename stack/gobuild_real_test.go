package stack

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hadash/stack/compose"
	"hadash/stack/label"
	"hadash/stack/program"
	"hadash/stack/recipe"
	"hadash/stack/testdir"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
)

// On the real Engine, the image of a program compiled here has the properties of the last stage of its Dockerfile:
// user, program, environment, owner of the directory. And it runs.
func TestRealGoImage(t *testing.T) {
	if os.Getenv("HADASH_E2E") == "0" || testing.Short() {
		t.Skip("tests of the real Engine skipped: HADASH_E2E=0")
	}
	eng, err := dial(t.Context(), "")
	if _, noGo := exec.LookPath("go"); err != nil || noGo != nil {
		if os.Getenv("HADASH_E2E") == "1" {
			t.Fatalf("no real Engine, or no Go: %v, %v", err, noGo)
		}
		t.Skipf("no real Engine, or no Go: %v, %v", err, noGo)
	}
	name := fmt.Sprintf("hadash-test-go:%d", os.Getpid())
	p := newProject("hadash-test", eng.api)
	t.Cleanup(func() {
		_, _ = p.api.ImageRemove(context.WithoutCancel(t.Context()), name, image.RemoveOptions{Force: true, PruneChildren: true})
		_ = p.Close()
	})
	root := testdir.Lay(t, ".", map[string]string{
		"Dockerfile": testdir.GoDockerfile, "go.mod": "module x\n\ngo 1.26.0\n",
		"src/main.go": "package main\n\nfunc main() { print(\"it runs\") }\n",
	})
	b, err := recipe.New(compose.Service{Image: name, Context: root, Dockerfile: filepath.Join(root, "Dockerfile")}, false)
	if err != nil {
		t.Fatal(err)
	}
	l := &lab{p: p, eng: eng, run: program.System{}, log: &program.LogFile{}, steps: &steps{}}
	if err := l.buildAll(t.Context(), []build{{Recipe: b, compiled: func() {}}}, false); err != nil {
		t.Fatal(err)
	}
	made, err := p.api.ContainerCreate(t.Context(), &container.Config{Image: name}, nil, nil, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.api.ContainerRemove(context.WithoutCancel(t.Context()), made.ID, container.RemoveOptions{Force: true})
	})
	c, err := p.api.ContainerInspect(t.Context(), made.ID)
	if err != nil {
		t.Fatal(err)
	}
	if c.Config.User != "1:1" || !slices.Equal(c.Config.Entrypoint, []string{"/x"}) || c.Config.Labels[label.Inputs] != b.Inputs {
		t.Errorf("user %q, entrypoint %q, label %q", c.Config.User, c.Config.Entrypoint, c.Config.Labels[label.Inputs])
	}
	stream, _, err := p.api.CopyFromContainer(t.Context(), made.ID, "/data")
	if err != nil {
		t.Fatal(err)
	}
	if h, err := tar.NewReader(stream).Next(); err != nil || !h.FileInfo().IsDir() || h.Uid != 1 || h.Gid != 1 {
		t.Errorf("/data is %+v, %v; want a folder of user 1", h, err)
	}
	_ = stream.Close()
	ended, failed := p.api.ContainerWait(t.Context(), made.ID, container.WaitConditionNextExit)
	if err := p.api.ContainerStart(t.Context(), made.ID, container.StartOptions{}); err != nil {
		t.Fatal(err)
	}
	select {
	case end := <-ended:
		if end.StatusCode != 0 {
			t.Errorf("it ends with %d", end.StatusCode)
		}
	case err := <-failed:
		t.Fatal(err)
	}
	logs, err := p.api.ContainerLogs(t.Context(), made.ID, container.LogsOptions{ShowStderr: true, Timestamps: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = logs.Close() }()
	said := ""
	if err := readLogs(logs, false, func(_ time.Time, _ bool, text []byte) { said = string(text) }); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	if said != "it runs" {
		t.Errorf("it says %q", said)
	}
}
