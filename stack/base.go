package stack

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"hadash/stack/compose"
	"hadash/stack/program"

	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"
)

const (
	defaultBase  = "debian:trixie-slim" // the one in the Dockerfiles
	homemadeBase = "hadash/base:trixie" // used if it cannot be pulled
)

// pullStall is how long a pull may go without data: without a network it would hang forever.
const pullStall = 20 * time.Second

// baseHere returns the image to build on: the one in HADASH_BASE, or else the first of ours that exists; "" if there is
// none yet. chosen reports that HADASH_BASE names it.
func baseHere(ctx context.Context, api *client.Client, files compose.Files) (name string, chosen bool) {
	if asked := files.Lookup("HADASH_BASE"); asked != "" && asked != defaultBase {
		return asked, true
	}
	for _, name := range []string{defaultBase, homemadeBase} {
		if _, err := api.ImageInspect(ctx, name); err == nil {
			return name, false
		}
	}
	return "", false
}

// Base returns the image that all images of the stack are built on. Where it is missing, Base pulls or makes it, as Up does on a
// new machine.
func Base(ctx context.Context, opts Options) (string, error) {
	l, err := newLab(ctx, opts, program.System{}, nil)
	if err != nil {
		return "", err
	}
	err = l.base(ctx)
	return l.baseName, errors.Join(err, l.p.Close())
}

// base makes sure, once, that there is a base image. Concurrent callers wait for it.
func (l *lab) base(ctx context.Context) error {
	l.baseOnce.Do(func() { l.baseErr = l.makeBase(ctx) })
	return l.baseErr
}

func (l *lab) makeBase(ctx context.Context) error {
	st := l.steps.begin("base image", l.builtOn())
	release, waited, err := l.p.alone(ctx, "base image", func() { st.say(Running, "waiting: another hadash is making it") })
	if err != nil {
		return st.end("", err)
	}
	defer release()
	if waited && !l.baseChosen {
		name, _ := baseHere(ctx, l.p.api, l.p.files)
		l.setBase(name)
	}
	return l.newBase(ctx, st)
}

func (l *lab) newBase(ctx context.Context, st step) error {
	if l.baseName != "" && (!l.baseChosen || l.hasImage(ctx, l.baseName)) {
		st.say(Skipped, l.baseName+" is present")
		return nil
	}
	name := cmp.Or(l.baseName, defaultBase)
	st.say(Running, "pulling "+name)
	err := l.pull(ctx, name, func(line string) { st.say(Running, "pulling "+name+": "+line) })
	switch {
	case err == nil:
		l.setBase(name)
		return st.end("pulled "+name, nil)
	case ctx.Err() != nil:
		return st.end("", ctx.Err())
	case l.baseChosen:
		return st.end("", fmt.Errorf("pull %s, which HADASH_BASE names: %w; name a local image, or unset it", name, err))
	}
	if err := l.debootstrap(ctx, st, err); err != nil {
		return st.end("", err)
	}
	l.setBase(homemadeBase)
	return st.end("made "+homemadeBase+" with mmdebstrap", nil)
}

// setBase passes the base image to compose, even if nothing is built: Compose 1 recreates a container when a build
// argument of its image changes.
func (l *lab) setBase(name string) {
	if name == "" {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.baseName = name
	l.compose.Env = l.p.setEnv("HADASH_BASE", name)
}

// builtOn is the base image, "" until there is one.
func (l *lab) builtOn() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.baseName
}

// composes returns compose with its current environment.
func (l *lab) composes() *compose.Composer {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.compose
	return &c
}

func (l *lab) hasImage(ctx context.Context, name string) bool {
	_, err := l.p.api.ImageInspect(ctx, name)
	return err == nil
}

// pull fetches an image, and gives up if no data arrives for pullStall.
func (l *lab) pull(ctx context.Context, name string, watch func(string)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stall := time.AfterFunc(pullStall, func() { cancel(fmt.Errorf("no data for %v", pullStall)) })
	defer stall.Stop()
	stream, err := l.p.api.ImagePull(ctx, name, image.PullOptions{})
	if err == nil {
		defer func() { _ = stream.Close() }()
		err = messages(stream, func(text string) { stall.Reset(pullStall); watch(text) })
	}
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// debootstrap makes a base image of Debian packages if no registry can be reached. It includes the host's bundle of
// certificate authorities: behind a proxy that re-signs TLS, nothing could be downloaded without it.
func (l *lab) debootstrap(ctx context.Context, st step, noPull error) error {
	if err := l.installMmdebstrap(ctx, st); err != nil {
		return fmt.Errorf("no image to build on: pull %s: %w; %w", defaultBase, noPull, err)
	}
	st.say(Running, "no registry; making "+homemadeBase+" with mmdebstrap")
	args := append([]string{"mmdebstrap", "--variant=minbase", "--include=ca-certificates"}, slimOptions...)
	if _, err := os.Stat(hostCAs); err == nil {
		args = append(args, "--customize-hook=upload "+hostCAs+" "+hostCAs)
	}
	out := &program.Output{Log: l.log, Line: func(line string) { st.say(Running, "mmdebstrap "+line) }}
	archive, feed := io.Pipe()
	failed := make(chan error, 1)
	go func() {
		err := l.run.Run(ctx, program.Command{Args: append(args, "trixie", "-"), Stdout: feed, Stderr: out})
		feed.CloseWithError(err) // on an error the import stops, so no incomplete image is left
		failed <- err
	}()
	importErr := l.importBase(ctx, archive)
	archive.CloseWithError(importErr)
	err := errors.Join(<-failed, importErr)
	if err != nil && ctx.Err() == nil {
		return program.Failure(fmt.Errorf("make a base image: %w; or name a local one with HADASH_BASE", err), out.Last(), l.log)
	}
	return err
}

// slimOptions are also set in debian:trixie-slim and other Debian images; they make the image faster to build. An
// interrupted build is discarded, so nothing has to be synced to disk, and nobody reads manuals in the image.
var slimOptions = []string{
	"--aptopt=Acquire::Languages \"none\"", "--dpkgopt=force-unsafe-io",
	"--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-include=/usr/share/doc/*/copyright",
	"--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/info/*",
	"--dpkgopt=path-exclude=/usr/share/locale/*", "--dpkgopt=path-exclude=/usr/share/lintian/*",
}

// hostCAs is where Debian keeps the bundle of certificate authorities.
const hostCAs = "/etc/ssl/certs/ca-certificates.crt"

func (l *lab) importBase(ctx context.Context, archive io.Reader) error {
	stream, err := l.p.api.ImageImport(ctx, image.ImportSource{Source: archive, SourceName: "-"}, homemadeBase,
		image.ImportOptions{Message: "mmdebstrap trixie", Changes: []string{`CMD ["bash"]`}})
	if err != nil {
		return err
	}
	defer func() { _ = stream.Close() }()
	return messages(stream, func(string) {})
}

// installMmdebstrap installs mmdebstrap from the host's packages, if it is allowed to.
func (l *lab) installMmdebstrap(ctx context.Context, st step) error {
	const byHand = "`apt-get install mmdebstrap` lets hadash make one, or name a local image with HADASH_BASE"
	if l.run.Find("mmdebstrap") {
		return nil
	}
	if os.Geteuid() != 0 || !l.run.Find("apt-get") {
		return errors.New("and mmdebstrap is not installed: " + byHand)
	}
	st.say(Running, "no registry; installing mmdebstrap with apt-get, to make a base image")
	out := &program.Output{Log: l.log, Line: func(line string) { st.say(Running, "apt-get: "+line) }}
	for _, args := range [][]string{
		{"apt-get", "update"},
		// Debian has the keyring installed; Ubuntu's mmdebstrap only recommends it.
		{"apt-get", "install", "-y", "--no-install-recommends", "mmdebstrap", "debian-archive-keyring"},
	} {
		c := program.Command{Args: args, Env: []string{"DEBIAN_FRONTEND=noninteractive"}, Stdout: out, Stderr: out}
		if err := l.run.Run(ctx, c); err != nil {
			return program.Failure(fmt.Errorf("install mmdebstrap: %w; %s", err, byHand), out.Last(), l.log)
		}
	}
	return nil
}

// messages reads the Engine's stream of progress messages until it ends or reports an error.
func messages(stream io.Reader, each func(text string)) error {
	decoder := json.NewDecoder(stream)
	for {
		var m struct {
			Stream, Status, ID, Progress string
			Error                        string
		}
		err := decoder.Decode(&m)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case m.Error != "":
			return errors.New(m.Error)
		case m.Stream != "":
			each(m.Stream)
		default:
			each(m.Status + " " + m.ID + " " + m.Progress + "\n")
		}
	}
}
