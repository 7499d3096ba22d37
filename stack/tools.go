package stack

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"hadash/journal"
	"hadash/record"
	"hadash/stack/label"
	"hadash/stack/recipe"

	cbuild "github.com/docker/docker/api/types/build"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
)

const (
	helperLimit = 20 * time.Second
	toolsImage  = "hadash/tools:lab"
)

// ErrNoNetem reports that delay and loss cannot be made on this Engine.
var ErrNoNetem = errors.New("the Engine's kernel has no netem (modprobe sch_netem loads it, if it was built); cut and slow do not need it")

//go:embed images/tools/Dockerfile
var toolsDockerfile []byte

// helper is a container that runs one command beside a container of the project: in its network, or among the host's
// processes. It belongs to the project like a container of `compose run`, so that neither compose nor hadash takes it
// for a service.
type helper struct {
	image  string
	script string
	host   container.HostConfig

	begun func(ctx context.Context, id string) error // called when it runs; nil = not
}

// assist runs a helper to its end; if it fails, the error is its last line of output.
func (p *Project) assist(ctx context.Context, h helper) error {
	_, err := p.help(ctx, h, false)
	return err
}

// consult runs a helper to its end and returns its output.
func (p *Project) consult(ctx context.Context, h helper) (string, error) { return p.help(ctx, h, true) }

func (p *Project) help(ctx context.Context, h helper, output bool) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, helperLimit)
	defer cancel()
	h.host.CapDrop = []string{"ALL"}
	h.host.ReadonlyRootfs = true
	h.host.SecurityOpt = []string{"no-new-privileges:true"}
	h.host.LogConfig = container.LogConfig{Type: "json-file"} // its output must be readable, whatever the Engine's default is
	made, err := p.api.ContainerCreate(ctx, &container.Config{
		Image: h.image, Entrypoint: []string{"sh", "-c", h.script}, Cmd: []string{}, User: "0",
		Labels: map[string]string{label.Project: p.name, label.Oneoff: "True", "hadash.helper": "true"},
	}, &h.host, nil, nil, "")
	if err != nil {
		return "", fmt.Errorf("make a helper of image %s: %w", h.image, err)
	}
	defer func() {
		_ = p.api.ContainerRemove(context.WithoutCancel(ctx), made.ID, container.RemoveOptions{Force: true})
	}()
	ended, failed := p.api.ContainerWait(ctx, made.ID, container.WaitConditionNextExit)
	if err := p.api.ContainerStart(ctx, made.ID, container.StartOptions{}); err != nil {
		return "", fmt.Errorf("start a helper: %w", err)
	}
	if h.begun != nil {
		if err := h.begun(ctx, made.ID); err != nil {
			return "", err
		}
	}
	select {
	case end := <-ended:
		if end.StatusCode != 0 {
			return "", errors.New(p.outputOf(ctx, made.ID))
		}
		if !output {
			return "", nil
		}
		return p.wholeOutput(ctx, made.ID)
	case err := <-failed:
		return "", fmt.Errorf("wait for a helper: %w", err)
	}
}

// wholeOutput returns what a helper wrote to its standard output, at most maxFolder bytes.
func (p *Project) wholeOutput(ctx context.Context, id string) (string, error) {
	stream, err := p.api.ContainerLogs(ctx, id, container.LogsOptions{ShowStdout: true})
	if err != nil {
		return "", fmt.Errorf("read the output of a helper: %w", err)
	}
	defer func() { _ = stream.Close() }()
	var out bytes.Buffer
	if _, err := stdcopy.StdCopy(&out, io.Discard, io.LimitReader(stream, maxFolder)); err != nil {
		return "", fmt.Errorf("read the output of a helper: %w", err)
	}
	return out.String(), nil
}

// outputOf returns the last line of a helper's output.
func (p *Project) outputOf(ctx context.Context, id string) string {
	stream, err := p.api.ContainerLogs(ctx, id, container.LogsOptions{ShowStdout: true, ShowStderr: true, Timestamps: true})
	if err != nil {
		return "it failed, and its log cannot be read: " + err.Error()
	}
	defer func() { _ = stream.Close() }()
	line := "it failed without any output"
	_ = readLogs(stream, false, func(_ time.Time, _ bool, text []byte) { line = record.Clean(string(text)) })
	return line
}

// crash kills a container's process from outside and without the Engine, so that the Engine takes it for a process that
// died. After the Engine's own kill its restart policy would assume that the user wanted this, and a signal from inside
// does not reach process 1.
func (p *Project) crash(ctx context.Context, c container.InspectResponse) error {
	if c.State.Pid <= 0 {
		return errors.New("the Engine does not report its process ID")
	}
	image, chosen := baseHere(ctx, p.api, p.files)
	if image == "" || chosen {
		var err error
		if image, err = p.tools(ctx); err != nil {
			return err
		}
	}
	err := p.assist(ctx, helper{image: image, script: fmt.Sprintf("kill -9 %d", c.State.Pid), host: container.HostConfig{
		PidMode: "host", UsernsMode: "host", NetworkMode: "none", CapAdd: []string{"KILL"},
	}})
	if err != nil || !c.State.Paused {
		return err
	}
	return p.unpause(ctx, c) // a frozen process dies when it is thawed
}

// netem changes how a container sends packets, in its own network namespace. An interface has one netem, which gets all
// faults that the journals list as open.
func (p *Project) netem(ctx context.Context, c container.InspectResponse) error {
	living, _ := p.journal.Everywhere()
	return p.traffic(ctx, c, `tc qdisc replace dev "$i" root netem`+netemArgs(c.ID, living))
}

// netemArgs returns what the open faults do to a container's packets; of two faults of one kind the newer counts.
func netemArgs(id string, open []journal.Entry) (args string) {
	amounts := map[record.FaultKind]int{}
	for _, e := range open {
		if e.ID == id {
			amounts[e.Fault.Kind] = amount(e.Fault)
		}
	}
	if ms := amounts[record.Delay]; ms > 0 {
		args += fmt.Sprintf(" delay %dms", ms)
	}
	if percent := amounts[record.Loss]; percent > 0 {
		args += fmt.Sprintf(" loss %d%%", percent)
	}
	return args
}

// lessNetem keeps only the faults that stay open. When a container's process ends, its network namespace and everything
// in it are gone.
func (p *Project) lessNetem(ctx context.Context, c container.InspectResponse, stay []journal.Entry) error {
	if !c.State.Running {
		return nil
	}
	if left := netemArgs(c.ID, stay); left != "" {
		return p.traffic(ctx, c, `tc qdisc replace dev "$i" root netem`+left)
	}
	return p.traffic(ctx, c, `case $(tc qdisc show dev "$i" root) in *netem*) tc qdisc del dev "$i" root;; esac`)
}

// traffic runs a command for each of a container's interfaces.
func (p *Project) traffic(ctx context.Context, c container.InspectResponse, do string) error {
	image, err := p.tools(ctx)
	if err != nil {
		return err
	}
	err = p.assist(ctx, helper{
		image:  image,
		script: `for i in $(ls /sys/class/net); do [ "$i" = lo ] || ` + do + ` || exit 1; done`,
		host:   container.HostConfig{NetworkMode: container.NetworkMode("container:" + c.ID), CapAdd: []string{"NET_ADMIN"}},
	})
	if err != nil && strings.Contains(err.Error(), "qdisc kind is unknown") {
		return ErrNoNetem
	}
	return err
}

// tools returns an image with sh, kill and tc, which it builds on first use.
func (p *Project) tools(ctx context.Context) (string, error) {
	if _, err := p.api.ImageInspect(ctx, toolsImage); err == nil {
		return toolsImage, nil
	}
	release, _, err := p.alone(ctx, "image "+toolsImage, func() {})
	if err != nil {
		return "", err
	}
	defer release()
	if _, err := p.api.ImageInspect(ctx, toolsImage); err == nil {
		return toolsImage, nil // another hadash has built it
	}
	base, _ := baseHere(ctx, p.api, p.files)
	if base == "" {
		base = defaultBase
	}
	files, err := recipe.Pack(".", toolsDockerfile, nil)
	if err != nil {
		return "", err
	}
	answer, err := p.api.ImageBuild(ctx, bytes.NewReader(files), cbuild.ImageBuildOptions{
		Version: cbuild.BuilderV1, Tags: []string{toolsImage}, Dockerfile: recipe.DockerfileInside, Remove: true, ForceRemove: true,
		BuildArgs: p.engine().config.ParseProxyConfig(p.api.DaemonHost(), map[string]*string{"HADASH_BASE": &base}),
	})
	if err == nil {
		defer func() { _ = answer.Body.Close() }()
		err = messages(answer.Body, func(string) {})
	}
	if err != nil {
		return "", fmt.Errorf("build %s, which this fault needs: %w", toolsImage, err)
	}
	return toolsImage, nil
}

// socketPath is the allowed form of a socket's path, which becomes part of a script.
var socketPath = regexp.MustCompile(`^/[A-Za-z0-9._/-]+$`)

// beside asks HAProxy's Runtime API at the path of a socket below a root, with the perl that every Debian has. Links on the way, such as
// /var/run, are those of that root.
const beside = `exec perl -MIO::Socket::UNIX -e 'alarm 5; my $root = pop @ARGV; chroot $root or die "chroot $root: $!\n" if $root; my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "connect to $ARGV[0]: $!\n"; $s->autoflush(1); print $s "$ARGV[1]\n"; print while <$s>;' '%s' '%s' '%s'`

// AskBeside sends a line to HAProxy's Runtime API at the path of a socket in a container whose image has nothing to reach it with: a
// helper container with the volumes of that one does, or, where the socket is in none of them, one among its processes. Only lines
// that show something are sent.
func (p *Project) AskBeside(ctx context.Context, id, socket, line string) (string, error) {
	if !plainShow.MatchString(line) || !socketPath.MatchString(socket) {
		return "", errors.New("a command that does not only show, or no plain path")
	}
	c, err := p.api.ContainerInspect(ctx, id)
	if err != nil {
		return "", err
	}
	image, chosen := baseHere(ctx, p.api, p.files)
	if image == "" || chosen {
		if image, err = p.tools(ctx); err != nil {
			return "", err
		}
	}
	h := helper{image: image, script: fmt.Sprintf(beside, socket, line, "/proc/1/root"), host: container.HostConfig{
		NetworkMode: "none", PidMode: container.PidMode("container:" + c.ID), CapAdd: []string{"SYS_PTRACE", "SYS_CHROOT", "DAC_OVERRIDE"},
	}}
	for _, m := range c.Mounts {
		if strings.HasPrefix(socket, strings.TrimSuffix(m.Destination, "/")+"/") {
			h.script = fmt.Sprintf(beside, socket, line, "")
			h.host = container.HostConfig{NetworkMode: "none", VolumesFrom: []string{c.ID + ":ro"}, CapAdd: []string{"DAC_OVERRIDE"}}
		}
	}
	return p.consult(ctx, h)
}

// plainShow are the lines that only show something.
var plainShow = regexp.MustCompile(`^show [a-z ]+$`)
