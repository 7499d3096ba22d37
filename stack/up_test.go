package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hadash/stack/compose"
	"hadash/stack/label"
	"hadash/stack/program"
	"hadash/stack/testdir"

	"github.com/docker/cli/cli/config/configfile"
)

// fakeRunner runs nothing: it records the commands.
type fakeRunner struct {
	has   []string          // existing programs
	fails map[string]string // the end of a failing command's line, and its output
	mu    sync.Mutex
	ran   []string
	env   []string // of the last compose command
	goEnv []string // of the last go command
	does  func()   // a command's side effect; may be nil
}

func (r *fakeRunner) Find(name string) bool { return slices.Contains(r.has, name) }

func (r *fakeRunner) Run(ctx context.Context, c program.Command) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	line := strings.Join(c.Args, " ")
	if strings.HasSuffix(line, "compose version") {
		return errors.New("no plugin")
	}
	_, short, ok := strings.Cut(line, "compose.yaml ")
	if !ok {
		short, _, _ = strings.Cut(line, " -")
		if i := slices.Index(c.Args, "go"); i >= 0 {
			short = strings.Join(c.Args[:i+2], " ")
		}
	}
	r.ran = append(r.ran, short)
	r.env = c.Env
	if r.does != nil {
		r.does()
	}
	if said, ok := r.fails[short]; ok {
		fmt.Fprintln(c.Stderr, said)
		return errors.New("exit status 1")
	}
	if i := slices.Index(c.Args, "-o"); i > 0 && slices.Contains(c.Args, "go") {
		r.goEnv = c.Env
		return os.WriteFile(c.Args[i+1], []byte("a program"), 0o755)
	}
	if c.Args[0] == "mmdebstrap" {
		_, err := io.WriteString(c.Stdout, "an archive")
		return err
	}
	return ctx.Err()
}

// compiled returns the go command lines.
func (r *fakeRunner) compiled() (out []string) {
	for _, line := range r.ran {
		if strings.HasSuffix(line, "go build") {
			out = append(out, line)
		}
	}
	return out
}

// upTest is a project of two images, web and k6, on a fake Engine.
type upTest struct {
	*fakeEngine
	run   *fakeRunner
	lab   *lab
	root  string
	from  string // the tests' directory
	mu    sync.Mutex
	built []string // images built, with their base: "web on debian"
	pulls bool     // a registry is reachable
	steps []string // "name state", without repetitions
	fails string   // the error of a build; "" = success
}

func newUpTest(t *testing.T) *upTest {
	t.Helper()
	testdir.NoCompose(t)
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	u := &upTest{fakeEngine: newFakeEngine(t)}
	var err error
	if u.from, err = os.Getwd(); err != nil {
		t.Fatal(err)
	}
	docker := "ARG HADASH_BASE\nFROM ${HADASH_BASE}\nRUN make "
	service := "    build: {context: %[1]s, args: {HADASH_BASE: debian}}\n    image: %[1]s:lab\n"
	u.root = testdir.Lay(t, ".", map[string]string{
		"compose.yaml": "services:\n  web:\n" + fmt.Sprintf(service, "web") +
			"  k6:\n" + fmt.Sprintf(service, "k6") + "    profiles: [load]\n    labels: {hadash.role: load}\n",
		"web/Dockerfile": docker + "web", "k6/Dockerfile": docker + "k6",
	})
	u.run = &fakeRunner{has: []string{"docker", "docker-compose", "mmdebstrap"}, fails: map[string]string{}}
	u.only("nginx", "k6", "init")
	for _, c := range u.list {
		u.images[c.ImageID] = nil
	}
	u.answers["GET /version"] = func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"Os":"linux","Arch":"arm64"}`) }
	u.answers["GET /volumes"] = func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"Volumes":[]}`) }
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
	t.Cleanup(page.Close)
	u.of("nginx").Config.Labels["hadash.status"] = page.URL
	u.answers["POST /build"] = u.build
	u.answers["POST /images/create"] = u.create
	u.fresh()
	return u
}

// write replaces the compose file.
func (u *upTest) write(text string) {
	if err := os.WriteFile(filepath.Join(u.root, "compose.yaml"), []byte(text), 0o644); err != nil {
		u.t.Fatal(err)
	}
}

// fresh starts another hadash on the same project.
func (u *upTest) fresh() {
	files, err := compose.Find(u.t.Context(), "", "")
	if err != nil {
		u.t.Fatal(err)
	}
	p := u.project()
	p.runner, p.files = u.run, files
	u.built, u.steps, u.run.ran = nil, nil, nil
	u.lab = &lab{
		p: p, run: u.run, log: program.OpenLog("test"),
		eng: engine{api: p.api, config: configfile.New(""), host: "unix:///x"},
		steps: &steps{tell: func(s Step) {
			if line := s.Name + " " + string(s.State); s.State.Ended() && !slices.Contains([]string{"load", "log", "to do"}, s.Name) {
				u.steps = append(u.steps, line)
			}
		}},
	}
}

func (u *upTest) build(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	u.mu.Lock()
	u.built = append(u.built, strings.TrimSuffix(q.Get("t"), ":lab")+" on "+field(q.Get("buildargs"), "HADASH_BASE"))
	u.mu.Unlock()
	fmt.Fprintln(w, `{"stream":"Step 1/3 : ARG HADASH_BASE\n"}`)
	if u.fails != "" {
		fmt.Fprintf(w, "{\"stream\":%q}\n{\"errorDetail\":{\"message\":\"it broke\"},\"error\":\"it broke\"}\n", u.fails+"\n")
		return
	}
	u.haveImage(q.Get("t"), map[string]string{label.Inputs: field(q.Get("labels"), label.Inputs)})
}

func (u *upTest) haveImage(name string, labels map[string]string) {
	u.fakeEngine.mu.Lock()
	defer u.fakeEngine.mu.Unlock()
	u.images[name] = labels
}

// field returns a value in a flat JSON object.
func field(object, key string) string {
	_, rest, _ := strings.Cut(object, `"`+key+`":"`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

func (u *upTest) create(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	switch {
	case q.Get("fromSrc") == "-":
		u.haveImage(q.Get("repo"), nil)
		fmt.Fprintln(w, `{"status":"sha256:1"}`)
	case u.pulls:
		u.haveImage(q.Get("fromImage")+":"+q.Get("tag"), nil)
		fmt.Fprintln(w, `{"status":"Pulling","id":"1"}`)
	default:
		refuse(w, http.StatusInternalServerError, "lookup registry-1.docker.io: no such host")
	}
}

// check compares the actions with the expected ones.
func (u *upTest) check(what string, err error, built, ran, steps string) {
	u.t.Helper()
	slices.Sort(u.built)
	slices.Sort(u.run.ran)
	slices.Sort(u.steps)
	if err != nil {
		u.t.Errorf("%s: %v", what, err)
	}
	for _, c := range []struct{ what, got, want string }{
		{"built", strings.Join(u.built, ", "), built},
		{"ran", strings.Join(u.run.ran, ", "), ran},
		{"steps", strings.Join(u.steps, ", "), steps},
	} {
		if c.got != c.want {
			u.t.Errorf("%s: %s\n got %s\nwant %s", what, c.what, c.got, c.want)
		}
	}
}

const (
	composeRuns = "--profile load up --no-start --no-deps k6, up -d --no-build"
	allSkipped  = "compose done, containers done, image k6:lab skipped, image web:lab skipped, ready done"
)

// Up does only what is missing: that makes the second one quick.
func TestUpDoesWhatIsLeftToDo(t *testing.T) {
	u := newUpTest(t)
	up := func(o UpOptions) error { return u.lab.up(t.Context(), o) }
	u.check("first, no registry", up(UpOptions{}), "k6 on hadash/base:trixie, web on hadash/base:trixie", strings.Replace(composeRuns, ", up", ", mmdebstrap, up", 1),
		"base image done, compose done, containers done, image k6:lab done, image web:lab done, ready done")
	u.fresh()
	u.check("second", up(UpOptions{}), "", composeRuns, allSkipped)
	if env := strings.Join(u.run.env, " "); env != "HADASH_BASE=hadash/base:trixie" {
		t.Errorf("second: compose's environment was %q", env)
	}
	u.fresh()
	_ = os.WriteFile(filepath.Join(u.root, "web/Dockerfile"), []byte("ARG HADASH_BASE\nFROM ${HADASH_BASE}\n"), 0o644)
	u.check("web changed", up(UpOptions{}), "web on hadash/base:trixie", composeRuns,
		"base image skipped, compose done, containers done, image k6:lab skipped, image web:lab done, ready done")
	u.fresh()
	delete(u.images, homemadeBase)
	u.check("base is gone, and not needed", up(UpOptions{Stack: "baseline", DBImage: "mysql:8.4"}), "", composeRuns, allSkipped)
	if env := strings.Join(u.run.env, " "); env != "HADASH_STACK=baseline HADASH_DB=own HADASH_DB_IMAGE=mysql:8.4" {
		t.Errorf("compose's environment was %q", env)
	}
	u.fresh()
	u.pulls = true
	u.check("rebuild, with a registry", up(UpOptions{Rebuild: true}), "k6 on debian:trixie-slim, web on debian:trixie-slim", composeRuns,
		"base image done, compose done, containers done, image k6:lab done, image web:lab done, ready done")
	u.fresh()
	t.Setenv("HADASH_BASE", "mine:1")
	u.check("a base of the user's", up(UpOptions{}), "k6 on mine:1, web on mine:1", composeRuns,
		"base image done, compose done, containers done, image k6:lab done, image web:lab done, ready done")
}

// Builds that need BuildKit, or have no image name, are left to compose.
func TestUpLeavesBuildsToCompose(t *testing.T) {
	u := newUpTest(t)
	u.haveImage(defaultBase, nil)
	_ = os.WriteFile(filepath.Join(u.root, "web/Dockerfile"), []byte("# syntax=docker/dockerfile:1\nFROM x\nCOPY . .\n"), 0o644)
	u.check("up", u.lab.up(t.Context(), UpOptions{}), "k6 on debian:trixie-slim",
		"--profile load up --no-start --no-deps k6, up -d",
		"base image skipped, compose done, containers done, image k6:lab done, ready done")
}

func TestUpFails(t *testing.T) {
	tests := map[string]struct {
		change func(u *upTest)
		want   []string
	}{
		"no compose": {
			func(u *upTest) { u.run.has = nil },
			[]string{"neither `docker compose` nor `docker-compose`", "docker-compose-plugin"},
		},
		"compose file refused": {
			func(u *upTest) { u.write("services: {web: {imago: x}}\n") },
			[]string{"compose.yaml", "services.web", "imago"},
		},
		"no base image": {
			func(u *upTest) { u.run.has = []string{"docker", "docker-compose"} },
			[]string{"no such host", "apt-get install mmdebstrap", "HADASH_BASE"},
		},
		"mmdebstrap fails": {
			func(u *upTest) { u.run.fails["mmdebstrap"] = "E: no mirror" },
			[]string{"E: no mirror", "HADASH_BASE", "test.log"},
		},
		"base that the user named": {
			func(u *upTest) { u.t.Setenv("HADASH_BASE", "mine:1") },
			[]string{"pull mine:1, which HADASH_BASE names", "no such host"},
		},
		"build fails": {
			func(u *upTest) { u.haveImage(defaultBase, nil); u.fails = "gcc: not found" },
			[]string{"it broke", "gcc: not found", "test.log"},
		},
		"containers do not start": {
			func(u *upTest) {
				u.haveImage(defaultBase, nil)
				u.run.fails["up -d --no-build"] = "Bind for 127.0.0.1:9080 failed: port is already allocated"
			},
			[]string{"port is already allocated"},
		},
		"another stack has the port": {
			func(u *upTest) {
				u.haveImage(defaultBase, nil)
				u.ours()
				u.run.fails["up -d --no-build"] = "Bind for 127.0.0.1:9080 failed: port is already allocated"
				u.answers["GET /containers/json"] = func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Query().Get("filters") == "" {
						fmt.Fprint(w, `[{"Id":"x","Ports":[{"PublicPort":9080}],"Labels":{"com.docker.compose.project":"main"}}]`)
						return
					}
					u.answer(w, u.list)
				}
			},
			[]string{"port is already allocated", "port 9080 is used by project main: end that stack with 'hadash down -p main', or give this one", "HADASH_PORT_"},
		},
		"another stack has the subnet": {
			func(u *upTest) {
				u.haveImage(defaultBase, nil)
				u.ours()
				u.run.fails["up -d --no-build"] = "failed to create network test_lab: invalid pool request: Pool overlaps with other one on this address space"
				u.answers["GET /networks"] = answering(`[{"Name":"bridge","IPAM":{"Config":[{"Subnet":"172.17.0.0/16"}]}},
					{"Name":"main_lab","IPAM":{"Config":[{"Subnet":"172.28.44.0/24"}]},"Labels":{"com.docker.compose.project":"main"}}]`)
			},
			[]string{"Pool overlaps", "its subnet is used by project main: end that stack with 'hadash down -p main'", "HADASH_SUBNET (172.28.46, say)"},
		},
		"somebody has the subnet": {
			func(u *upTest) {
				u.haveImage(defaultBase, nil)
				u.ours()
				u.run.fails["up -d --no-build"] = "Pool overlaps with other one on this address space"
			},
			[]string{"its subnet is used already: give this one another network", "HADASH_SUBNET"},
		},
		"a service ends": {
			func(u *upTest) {
				u.haveImage(defaultBase, nil)
				setState(u.of("nginx"), "exited")
				u.of("nginx").State.ExitCode = 3
				u.answers["GET /containers/"+u.of("nginx").ID+"/logs"] = says(filepath.Join(u.from, recorded, "log.raw"))
			},
			[]string{"nginx (exited with code 3)", "nginx: unfinished"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			u := newUpTest(t)
			test.change(u)
			err := u.lab.up(t.Context(), UpOptions{})
			for _, want := range test.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v\nwant %q in it", err, want)
				}
			}
		})
	}
}

// ours gives the compose file the variables of the stack's own.
func (u *upTest) ours() {
	path := filepath.Join(u.root, "compose.yaml")
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(text, "# ${HADASH_SUBNET:-172.28.44}.0/24\n"...), 0o644)
	}
	if err != nil {
		u.t.Fatal(err)
	}
}

func answering(body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) }
}

// With LoadLater the stack does not wait for the load's image, but the load does.
func TestUpWithLoadLater(t *testing.T) {
	u := newUpTest(t)
	u.haveImage(defaultBase, nil)
	release := make(chan struct{})
	u.answers["POST /build"] = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Query().Get("t"), "k6") {
			<-release
		}
		u.build(w, r)
	}
	if err := u.lab.up(t.Context(), UpOptions{LoadLater: true}); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := u.lab.p.StartLoad(short, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while k6 is built, StartLoad says %v; want that it waited", err)
	}
	close(release)
	if err := u.lab.p.StartLoad(t.Context(), 0); err != nil {
		t.Error(err)
	}
	if got := u.actions(); !slices.Contains(got, "/containers/k6/start") {
		t.Errorf("asked for %v, want k6 started", got)
	}
}

func TestUpIsInterrupted(t *testing.T) {
	u := newUpTest(t)
	u.haveImage(defaultBase, nil)
	ctx, cancel := context.WithCancel(t.Context())
	u.answers["POST /build"] = func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}
	if err := u.lab.up(ctx, UpOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
	if slices.Contains(u.run.ran, "up -d --no-build") {
		t.Error("it went on")
	}
}
