package stack

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/docker/docker/api/types/container"
)

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
