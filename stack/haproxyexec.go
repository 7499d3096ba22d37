package stack

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	"hadash/record"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
)

// execLimit is how long a command in a container may take. To start it costs the Engine a tenth of a second, on a busy
// machine seconds.
const execLimit = 10 * time.Second

// socketScript gives a UNIX socket one line, $2, and prints the answer. It takes what the image has: perl is part of every
// Debian, HAProxy's own image included.
const socketScript = `if command -v socat >/dev/null 2>&1; then printf '%s\n' "$2" | socat -t 3 - "UNIX-CONNECT:$1"
elif command -v perl >/dev/null 2>&1; then exec perl -MIO::Socket::UNIX -e '
alarm 5; my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "connect to $ARGV[0]: $!\n"; $s->autoflush(1);
print $s "$ARGV[1]\n"; print while <$s>;' "$1" "$2"
elif command -v python3 >/dev/null 2>&1; then exec python3 -c '
import socket, sys
s = socket.socket(socket.AF_UNIX); s.settimeout(5)
try: s.connect(sys.argv[1])
except OSError as e: sys.exit("connect to %s: %s" % (sys.argv[1], e))
s.sendall((sys.argv[2] + "\n").encode())
for b in iter(lambda: s.recv(4096), b""): sys.stdout.write(b.decode())' "$1" "$2"
else echo "its image has neither socat nor perl nor python3 to reach the socket with" >&2; exit 127; fi`

// plainPath is what a socket's path may be: it becomes part of an address of socat's.
var plainPath = regexp.MustCompile(`^/[A-Za-z0-9._/-]+$`)

// inside is a UNIX socket in a container of the project, reached through the Engine: nothing else than who may use the
// Engine can reach it, a page in the user's browser least of all.
type inside struct {
	p    *Project
	node string
	id   string
	path string
}

// ask gives the socket a line and returns its answer. errNobody says that the line was not taken.
func (s inside) ask(ctx context.Context, line string) (string, error) {
	if !plainPath.MatchString(s.path) {
		return "", fmt.Errorf("%w: label %s: %q is no path of a socket", errNobody, labelAdmin, s.path)
	}
	ctx, cancel := context.WithTimeout(ctx, execLimit)
	defer cancel()
	made, err := s.p.api.ContainerExecCreate(ctx, s.id, container.ExecOptions{
		AttachStdout: true, AttachStderr: true, Cmd: []string{"sh", "-c", socketScript, "sh", s.path, line},
	})
	if err != nil {
		return "", s.refused(err)
	}
	conn, err := s.p.api.ContainerExecAttach(ctx, made.ID, container.ExecAttachOptions{})
	if err != nil {
		return "", s.refused(err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, conn.Close)
	defer stop()
	var out, complaints bytes.Buffer
	_, err = stdcopy.StdCopy(&out, &complaints, io.LimitReader(conn.Reader, 64<<10))
	if ctx.Err() != nil {
		return "", fmt.Errorf("%s in %s does not answer", s.path, s.node)
	}
	end, errEnd := s.p.api.ContainerExecInspect(ctx, made.ID)
	if errEnd == nil && (end.ExitCode != 0 || out.Len() == 0) {
		return "", s.failed(end.ExitCode, complaints.String()+out.String())
	}
	return out.String(), err
}

// refused explains why the Engine starts nothing in the container.
func (s inside) refused(err error) error {
	switch {
	case errdefs.IsPermissionDenied(err) || errdefs.IsUnauthorized(err) || strings.Contains(err.Error(), "403"):
		err = fmt.Errorf("the Engine does not let hadash start a command (%w); a proxy before its socket must allow exec", err)
	case strings.Contains(err.Error(), "unable to upgrade"): // the client keeps the reason to itself
		err = fmt.Errorf("the Engine cannot start sh there, which its image may lack (%w); label %s can name a tcp:// address instead", err, labelAdmin)
	}
	return fmt.Errorf("%w: exec in %s: %w", errNobody, s.node, err)
}

// failed explains why the command has not reached the socket.
func (s inside) failed(code int, said string) error {
	said = record.Clean(strings.Join(strings.Fields(said), " "))
	switch {
	case strings.Contains(said, `"sh"`):
		said = "its image has no sh; label " + labelAdmin + " can name a tcp:// address instead"
	case said == "":
		said = fmt.Sprintf("%s hangs up without an answer (code %d)", s.path, code)
	case code != 127:
		said += "; compare label " + labelAdmin + " with its `stats socket`"
	}
	return fmt.Errorf("%w: exec in %s: %s", errNobody, s.node, said)
}
