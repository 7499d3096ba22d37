package stack

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
)

// Only one process at a time makes a thing; other things can be made meanwhile, and a process that gives up waiting
// gets the reason.
func TestAlone(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	f := newFakeEngine(t)
	a := f.project()
	b := newProject("another", a.api) // on the same Engine
	release, waited, err := a.alone(t.Context(), "image x", func() { t.Error("the first one waits") })
	if err != nil || waited {
		t.Fatal(waited, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if _, waited, err := b.alone(ctx, "image x", cancel); !waited || !errors.Is(err, context.Canceled) {
		t.Errorf("the second one: waited %v, %v", waited, err)
	}
	other, _, err := b.alone(t.Context(), "image y", func() { t.Error("y waits for x") })
	if err != nil {
		t.Fatal(err)
	}
	other()
	second, waited, err := b.alone(t.Context(), "image x", release) // released once b waits
	if err != nil || !waited {
		t.Fatalf("waited %v, %v", waited, err)
	}
	second()
}

// waitFor closes said when an image's step has reported want.
type waitFor struct {
	said        chan struct{}
	image, want string
}

func (w *waitFor) hear(s Step) {
	if s.Name == w.image && s.Detail == w.want {
		close(w.said)
	}
}

// Two hadash processes that bring up one project at the same time build each image once: the second waits, reports
// that, and finds the image built.
func TestTwoUpsBuildOnce(t *testing.T) {
	u := newUpTest(t)
	u.haveImage(defaultBase, nil)
	first := u.lab
	u.fresh()
	second := u.lab
	second.p.api, second.eng.api = first.p.api, first.p.api // fresh gave it a separate server, which would be another Engine
	waits := &waitFor{said: make(chan struct{}), image: "image web:lab", want: "waiting: another hadash is building it"}
	second.steps.tell = waits.hear
	begun, release := make(chan struct{}, 9), make(chan struct{})
	u.answers["POST /build"] = func(w http.ResponseWriter, r *http.Request) {
		begun <- struct{}{}
		<-release
		u.build(w, r)
	}
	ended := make(chan error, 2)
	go func() { ended <- first.up(t.Context(), UpOptions{}) }()
	<-begun // web is being built; k6 comes after it
	go func() { ended <- second.up(t.Context(), UpOptions{}) }()
	<-waits.said
	close(release)
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	slices.Sort(u.built)
	if want := []string{"k6 on debian:trixie-slim", "web on debian:trixie-slim"}; !slices.Equal(u.built, want) {
		t.Errorf("built %q, want each once", u.built)
	}
}

// loadTest is a project that runs without its load: neither its image nor its container exists.
func loadTest(t *testing.T) *upTest {
	t.Helper()
	u := newUpTest(t)
	u.haveImage(defaultBase, nil)
	k6 := u.list[slices.IndexFunc(u.list, func(c container.Summary) bool { return c.Labels[label.Service] == "k6" })]
	u.only("nginx", "init")
	u.run.does = func() { // compose makes it
		if strings.Contains(u.run.ran[len(u.run.ran)-1], "--no-start") {
			u.fakeEngine.mu.Lock()
			defer u.fakeEngine.mu.Unlock()
			u.list = append(u.list, k6)
		}
	}
	return u
}

// A missing load is built as Up builds it. When a caller gives up waiting, the build continues, and a later caller
// waits for it: nothing is built twice, and the progress can be queried.
func TestStartLoadBuildsOnce(t *testing.T) {
	u := loadTest(t)
	p := u.lab.p
	begun, release := make(chan struct{}), make(chan struct{})
	u.answers["POST /build"] = func(w http.ResponseWriter, r *http.Request) {
		close(begun) // a second one panics
		select {
		case <-release:
			u.build(w, r)
		case <-r.Context().Done():
			t.Error("the build was broken off")
		}
	}
	if got := p.LoadPreparing(); got != "" {
		t.Errorf("before it is asked for: %q", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() { ended <- p.StartLoad(ctx, 0) }()
	<-begun
	if got := p.LoadPreparing(); !strings.Contains(got, "image k6:lab") {
		t.Errorf("while it is built: %q", got)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the first one ends with %v", err)
	}
	go func() { ended <- p.StartLoad(t.Context(), 0) }()
	close(release)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if got := u.actions(); !slices.Contains(got, "/containers/k6/start") {
		t.Errorf("asked for %v, want k6 started", got)
	}
	if want := []string{"k6 on debian:trixie-slim"}; !slices.Equal(u.built, want) || p.LoadPreparing() != "" {
		t.Errorf("built %q, want %q; then it says %q", u.built, want, p.LoadPreparing())
	}
}

// A dashboard beside an Up in another process waits for that process's build and container.
func TestStartLoadBesideUp(t *testing.T) {
	u := loadTest(t)
	p := u.lab.p
	up := newProject(p.name, p.api)
	image, _, _ := up.alone(t.Context(), "image k6:lab", func() {})
	ended := make(chan error, 1)
	go func() { ended <- p.StartLoad(t.Context(), 0) }()
	for !strings.Contains(p.LoadPreparing(), "another hadash is building it") {
		time.Sleep(time.Millisecond)
	}
	todo, _, err := u.lab.plan(t.Context(), must(u.lab.p.files.Services(t.Context(), nil)), false)
	if err != nil || len(todo) != 2 {
		t.Fatal(todo, err)
	}
	u.haveImage("k6:lab", map[string]string{label.Inputs: todo[slices.IndexFunc(todo, func(b build) bool { return b.Image == "k6:lab" })].Inputs})
	image()
	if err := <-ended; err != nil || len(u.built) > 0 {
		t.Errorf("built %q, %v; want that the other one's image is taken", u.built, err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// After an error the load can be prepared again.
func TestStartLoadAgainAfterAnError(t *testing.T) {
	u := loadTest(t)
	u.fails = "no space left"
	if err := u.lab.p.StartLoad(t.Context(), 0); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("got %v", err)
	}
	u.fails = ""
	if err := u.lab.p.StartLoad(t.Context(), 0); err != nil {
		t.Error(err)
	}
}

// For a project without a load HasLoad and StartLoad report that, and build nothing.
func TestStartLoadWithoutOne(t *testing.T) {
	u := loadTest(t)
	if err := u.lab.p.HasLoad(t.Context()); err != nil {
		t.Errorf("a load that is not made yet: %v", err)
	}
	u.write("services:\n  web: {build: web, image: 'web:lab'}\n")
	for _, err := range []error{u.lab.p.HasLoad(t.Context()), u.lab.p.StartLoad(t.Context(), 0)} {
		if err == nil || !strings.Contains(err.Error(), "there is no load: no service has the label hadash.role=load") || len(u.built) > 0 {
			t.Errorf("built %q, got %v", u.built, err)
		}
	}
}

// Containers that compose could not recreate without a question are removed first: those that are not running and whose
// image is gone. A running one, and one whose image exists, stay.
func TestUpRemovesContainersWithoutAnImage(t *testing.T) {
	u := newUpTest(t)
	u.haveImage(defaultBase, nil)
	u.only("nginx", "k6", "init") // k6 and init do not run
	for _, c := range u.list {
		delete(u.images, c.ImageID)
		if c.Labels[label.Service] == "init" {
			u.images[c.ImageID] = nil
		}
	}
	var removed []string // before compose makes containers
	u.run.does = func() {
		if u.run.ran[len(u.run.ran)-1] != "up -d --no-build" {
			return
		}
		u.fakeEngine.mu.Lock()
		defer u.fakeEngine.mu.Unlock()
		for _, a := range u.asked {
			if path, ok := strings.CutPrefix(a, "DELETE "); ok {
				removed = append(removed, path)
			}
		}
	}
	if err := u.lab.up(t.Context(), UpOptions{}); err != nil {
		t.Error(err)
	}
	if want := []string{"/containers/k6"}; !slices.Equal(removed, want) {
		t.Errorf("removed %q, want %q", removed, want)
	}
}
