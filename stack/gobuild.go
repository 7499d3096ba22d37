package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"hadash/stack/program"
	"hadash/stack/recipe"
)

// errNoGo reports that this machine has no Go toolchain to compile an image's program.
var errNoGo = errors.New("no `go` command found")

// goArchs are the Engine's architectures that are enough to compile for: arm is not, because the Engine does not report
// its variant.
var goArchs = []string{"amd64", "arm64", "386", "ppc64le", "s390x", "riscv64", "loong64"}

// compile compiles an image's program with this machine's Go toolchain, from the sources in the build context, and
// returns a build context that only copies the program. The resulting image is the same.
func (l *lab) compile(ctx context.Context, b build, watch func(string)) ([]byte, error) {
	if !l.run.Find("go") {
		return nil, errNoGo
	}
	arch, err := l.goArch(ctx)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "hadash-go-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	src, exe := filepath.Join(dir, "src"), filepath.Join(dir, path.Base(b.GoStage.Program))
	if err := recipe.Unpack(b.Context, src); err != nil {
		return nil, err
	}
	out := &program.Output{Log: l.log, Line: watch}
	if err := l.run.Run(ctx, l.goCommand(b, src, exe, arch, out)); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("go build: %w: %s", err, strings.Join(out.Last(), "; "))
	}
	return b.GoStage.Pack(exe)
}

// goCommand is the Dockerfile's go build command, adapted to another machine. The user's settings for module sources
// and toolchains apply; settings that would change the program do not.
func (l *lab) goCommand(b build, src, exe, arch string, out io.Writer) program.Command {
	args := []string{"go", "build", "-v", "-trimpath", "-ldflags", "-s -w", "-o", exe, b.GoStage.Package}
	if b.later && l.run.Find("nice") {
		args = append([]string{"nice", "-n", "10"}, args...) // the images that the user waits for come first
	}
	env := []string{"GOARCH=" + arch, "GOTMPDIR=" + filepath.Dir(src)} // files left by an interrupt are removed with the sources
	return program.Command{Args: args, Dir: src, Stdout: out, Stderr: out, Group: true, Env: append(env, goPlain...)}
}

// goPlain is Go's default environment: a plain module, for every processor of an architecture.
var goPlain = []string{
	"GOOS=linux", "CGO_ENABLED=0", "GO111MODULE=on", "GOWORK=off", "GOFLAGS=-buildvcs=false", "GOEXPERIMENT=", "GOFIPS140=off",
	"GOAMD64=v1", "GOARM64=v8.0", "GO386=sse2", "GOPPC64=power8", "GORISCV64=rva20u64",
}

// goArch returns the Engine's architecture. Go uses the same names.
func (l *lab) goArch(ctx context.Context) (string, error) {
	v, err := l.p.api.ServerVersion(ctx)
	switch {
	case err != nil:
		return "", err
	case v.Os != "linux" || !slices.Contains(goArchs, v.Arch):
		return "", fmt.Errorf("the Engine runs on %s/%s", v.Os, v.Arch)
	}
	return v.Arch, nil
}
