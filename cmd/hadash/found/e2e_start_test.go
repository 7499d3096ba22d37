package found

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"hadash/journal"
	"hadash/record"
	"hadash/stack"
)

// The images of the projects: made of Debian's packages, laid out as the official ones.
const imagesDir = "../../../attach/testdata/images"

var labImages = map[string]string{
	"LAB_HAPROXY": "haproxy", "LAB_HAPROXY_ALPINE": "haproxy", "LAB_NGINX": "nginx", "LAB_NGINX_ALPINE": "nginx",
	"LAB_REDIS": "redis", "LAB_BOX": "box", "LAB_MARIADB": "mariadb",
}

// needDocker skips the test where no project can be started; with HADASH_E2E=1 that is a failure.
func needDocker(t *testing.T) {
	t.Helper()
	want := os.Getenv("HADASH_E2E")
	if want == "0" || testing.Short() {
		t.Skip("no project is started: HADASH_E2E=0")
	}
	why := buildImages()
	if why == nil {
		if why = newCompose(); why == nil {
			return
		}
	}
	if want == "1" {
		t.Fatalf("HADASH_E2E=1, and no project can be started: %v", why)
	}
	t.Skipf("no project is started: %v", why)
}

// buildImages makes the images that are missing.
func buildImages() error {
	base, err := stack.Base(context.Background(), stack.Options{File: "../../../compose.yaml"})
	if err != nil {
		return err
	}
	for _, name := range slices.Compact(slices.Sorted(maps.Values(labImages))) {
		if exec.Command("docker", "image", "inspect", imageOf(name)).Run() == nil {
			continue
		}
		cmd := exec.Command("docker", "build", "--build-arg", "HADASH_BASE="+base, "-t", imageOf(name), filepath.Join(imagesDir, name))
		cmd.Env = append(os.Environ(), "DOCKER_BUILDKIT=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", name, err, out)
		}
	}
	return nil
}

func imageOf(name string) string { return "hadash/discover-" + name + ":lab" }

var composeArgs = []string{"docker-compose"}

func newCompose() error {
	if exec.Command("docker", "compose", "version").Run() == nil {
		composeArgs = []string{"docker", "compose"}
		return nil
	}
	_, err := exec.LookPath("docker-compose")
	return err
}

// project is one that runs.
type project struct{ name, dir, file string }

// start starts a project of testdata, and stops it when the test ends.
func start(t *testing.T, dir string) *project {
	t.Helper()
	p, scale := prepared(t, dir)
	p.compose(t, append([]string{"up", "-d", "--build"}, scale...)...)
	if os.Getenv("HADASH_KEEP") == "" {
		t.Cleanup(func() { p.compose(t, "down", "--volumes", "--timeout", "1") })
	}
	return p
}

func (p *project) compose(t *testing.T, args ...string) {
	t.Helper()
	line := append(slices.Clone(composeArgs), "-p", p.name, "-f", p.file)
	line = append(line, args...)
	cmd := exec.Command(line[0], line[1:]...)
	cmd.Dir, cmd.Env = p.dir, append(os.Environ(), "DOCKER_BUILDKIT=0", "COMPOSE_DOCKER_CLI_BUILD=0")
	for key, name := range labImages {
		cmd.Env = append(cmd.Env, key+"="+imageOf(name))
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// prepared copies a project and writes its compose file so that Compose 1 takes it as Compose 2 does: its name and the number of
// containers go to the command, configurations to files, containers are named with "-".
func prepared(t *testing.T, dir string) (*project, []string) {
	t.Helper()
	to, err := os.MkdirTemp("", "hadash-found-")
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("HADASH_KEEP") == "" {
		t.Cleanup(func() { _ = os.RemoveAll(to) })
	}
	if err := os.CopyFS(filepath.Join(to, "p"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	p := &project{dir: filepath.Join(to, "p"), file: filepath.Join(to, "p", "compose.json")}
	text, err := os.ReadFile(filepath.Join(dir, "compose.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := yaml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	p.name = doc["name"].(string)
	delete(doc, "name")
	var scale []string
	contents, _ := doc["configs"].(map[string]any)
	for name, s := range doc["services"].(map[string]any) {
		service := s.(map[string]any)
		if n := replicas(service); n > 1 {
			scale = append(scale, "--scale", fmt.Sprintf("%s=%d", name, n))
		} else if service["container_name"] == nil {
			service["container_name"] = p.name + "-" + name + "-1"
		}
		delete(service, "deploy")
		written, _ := service["configs"].([]any)
		for _, c := range written {
			from := c.(map[string]any)
			content := contents[from["source"].(string)].(map[string]any)["content"].(string)
			file := filepath.Join(p.dir, "content-"+from["source"].(string))
			if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			volumes, _ := service["volumes"].([]any)
			service["volumes"] = append(volumes, file+":"+from["target"].(string)+":ro")
		}
		delete(service, "configs")
	}
	delete(doc, "configs")
	for key := range doc {
		if strings.HasPrefix(key, "x-") {
			delete(doc, key)
		}
	}
	out, err := json.Marshal(doc)
	if err == nil {
		err = os.WriteFile(p.file, out, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p, scale
}

func replicas(service map[string]any) int {
	deploy, _ := service["deploy"].(map[string]any)
	n, _ := deploy["replicas"].(int)
	return n
}

// discover runs the command on a project that runs.
func (p *project) discover(t *testing.T, args ...string) string {
	t.Helper()
	connect := func(ctx context.Context, _ string) (Stack, error) {
		s, err := stack.Connect(ctx, stack.Options{Project: p.name})
		return One{s}, err
	}
	var out strings.Builder
	exec := slices.Contains(args, "--exec")
	args = slices.DeleteFunc(append([]string{}, args...), func(a string) bool { return a == "--exec" })
	cmd := Command(connect, &exec, func(err error) error { return err })
	cmd.SetArgs(args)
	cmd.SetOut(&out)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := cmd.ExecuteContext(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Fatalf("discover %v: %v", args, err)
	}
	return out.String()
}

// maint lets HAProxy take a node out and in again by the way that was found, as a fault that a killed hadash left and the next one
// heals, and lists what was otherwise.
func (p *project) maint(t *testing.T, node string) (differ []string) {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	connect := func() *stack.Project {
		c, err := stack.Connect(t.Context(), stack.Options{Project: p.name})
		if err != nil {
			t.Fatal(err)
		}
		Watch(One{c}, true)
		return c
	}
	before := p.states(t)
	breaks := connect()
	if err := breaks.Inject(t.Context(), record.Fault{Kind: record.SetMaint, Target: node}); err != nil {
		differ = append(differ, err.Error())
	}
	during := p.states(t)
	if err := breaks.Close(); err != nil { // it leaves its faults to the next one
		t.Fatal(err)
	}
	heals := connect()
	left, err := heals.Left()
	err = errors.Join(err, heals.HealLeft(t.Context(), left, func(journal.Left, error) {}), heals.Close())
	if err != nil || len(left) != 1 {
		differ = append(differ, fmt.Sprintf("the next hadash heals %d faults: %v", len(left), err))
	}
	out := 0
	for server, was := range before {
		if during[server] == "out" && was == "up" {
			out++
		}
	}
	if out != 1 {
		differ = append(differ, fmt.Sprintf("maint %s took out %d servers: %v, before it %v", node, out, during, before))
	}
	after := p.states(t)
	for end := time.Now().Add(settled); !maps.Equal(after, before) && time.Now().Before(end); after = p.states(t) {
		time.Sleep(time.Second)
	}
	if !maps.Equal(after, before) {
		differ = append(differ, fmt.Sprintf("after the heal %v, before %v", after, before))
	}
	return differ
}

// states is what the balancers say of their servers now.
func (p *project) states(t *testing.T) map[string]string {
	t.Helper()
	var got document
	if err := json.Unmarshal([]byte(p.discover(t, "--json", "--exec")), &got); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, b := range got.Balancers {
		for server, state := range b.States {
			out[b.Node+"/"+server] = state
		}
	}
	return out
}
