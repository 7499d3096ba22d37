package haproxy

import (
	"bytes"
	"context"
	"fmt"
	"hadash/runtimeapi"
	"io"
	"regexp"
	"strings"
	"time"

	"github.com/docker/docker/client"
	"hadash/record"
	"hadash/stack/label"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/pkg/stdcopy"
)

// execLimit bounds a command in a container. Starting it takes the Engine a tenth of a second, on a busy machine
// seconds.
const execLimit = 10 * time.Second

// endLimit bounds the wait for the end of a command that was sent and not answered in time: once running, none of the
// scripts lives longer.
const endLimit = 10 * time.Second

// prompt is the script's output when it is about to read the line.
const prompt = "ready\n"

// socketScript sends one line to a UNIX socket and prints the answer. It uses what the image has: perl is part of every
// Debian, including HAProxy's own image. It reads the line from its standard input, as late as possible: a script that
// the Engine starts after the caller has given up reads EOF, and changes nothing.
const socketScript = `if command -v socat >/dev/null 2>&1; then
	echo ready; IFS= read -r line || exit; printf '%s\n' "$line" | socat -t 3 - "UNIX-CONNECT:$1"
elif command -v perl >/dev/null 2>&1; then exec perl -MIO::Socket::UNIX -e '
alarm 5; my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "connect to $ARGV[0]: $!\n"; $s->autoflush(1);
$| = 1; print "ready\n"; defined(my $line = <STDIN>) or exit; print $s $line; print while <$s>;' "$1"
elif command -v python3 >/dev/null 2>&1; then exec python3 -c '
import signal, socket, sys
signal.alarm(5); s = socket.socket(socket.AF_UNIX)
try: s.connect(sys.argv[1])
except OSError as e: sys.exit("connect to %s: %s" % (sys.argv[1], e))
print("ready", flush=True); line = sys.stdin.readline()
if line: s.sendall(line.encode())
for b in iter(lambda: line and s.recv(4096), b"" if line else ""): sys.stdout.write(b.decode())' "$1"
else echo "its image has neither socat nor perl nor python3 to reach the socket with" >&2; exit 127; fi`

// plainPath is the allowed form of a socket's path, which becomes part of a socat address.
var plainPath = regexp.MustCompile(`^/[A-Za-z0-9._/-]+$`)

// Inside is a UNIX socket in a container of the project, reached through the Engine: only users of the Engine can reach
// it, and never a page in the user's browser.
type Inside struct {
	API  *client.Client
	Node string
	ID   string // of the container
	Path string
	Port *Port // instead of Path: its Runtime API listens on TCP, inside only

	Found bool // without labels
}

// Ask sends a line to the socket and returns its answer. runtimeapi.ErrNobody means that the line was not taken, ErrDoubt that
// this is not known.
func (s Inside) Ask(ctx context.Context, line string) (string, error) {
	if s.Port == nil && !plainPath.MatchString(s.Path) {
		return "", fmt.Errorf("%w: %s%q is not the path of a socket", runtimeapi.ErrNobody, s.ofLabel("label "+label.Admin+": "), s.Path)
	}
	ctx, cancel := context.WithTimeout(ctx, execLimit)
	defer cancel()
	if s.Port != nil {
		return s.Port.ask(ctx, line)
	}
	made, err := s.API.ContainerExecCreate(ctx, s.ID, container.ExecOptions{
		AttachStdin: true, AttachStdout: true, AttachStderr: true, Cmd: []string{"sh", "-c", socketScript, "sh", s.Path},
	})
	if err != nil {
		return "", s.refused(err)
	}
	conn, err := s.attach(ctx, made.ID)
	if err != nil {
		return "", s.refused(err)
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, conn.Close)
	defer stop()
	out, complaints := dialogue{line: line, to: conn.Conn}, bytes.Buffer{}
	_, err = stdcopy.StdCopy(&out, &complaints, io.LimitReader(conn.Reader, maxInside))
	if ctx.Err() != nil {
		return "", s.late(ctx, made.ID, line, out.sent)
	}
	end, errEnd := s.API.ContainerExecInspect(ctx, made.ID)
	switch output := complaints.String() + out.answer.String(); {
	case errEnd != nil || end.ExitCode == 0 && out.answer.Len() > 0:
		return out.answer.String(), err
	case out.sent && output == "":
		return "", runtimeapi.Unanswered(line, fmt.Errorf("%s in %s closed the connection without an answer (code %d)", s.Path, s.Node, end.ExitCode))
	default:
		return "", s.failed(end.ExitCode, output)
	}
}

// ofLabel is a text about a label, "" where there is none.
func (s Inside) ofLabel(text string) string {
	if s.Found {
		return ""
	}
	return text
}

// attach starts the script. The client waits for the Engine's answer without regard to ctx, so the call runs in a
// goroutine: a connection that arrives too late is closed, and the script ends.
func (s Inside) attach(ctx context.Context, id string) (types.HijackedResponse, error) {
	type attached struct {
		conn types.HijackedResponse
		err  error
	}
	answer := make(chan attached, 1)
	go func() {
		conn, err := s.API.ContainerExecAttach(ctx, id, container.ExecAttachOptions{})
		answer <- attached{conn, err}
	}()
	select {
	case a := <-answer:
		return a.conn, a.err
	case <-ctx.Done():
		go func() {
			if a := <-answer; a.err == nil {
				a.conn.Close()
			}
		}()
		return types.HijackedResponse{}, ctx.Err()
	}
}

// late waits for the end of a command that took too long, so that it cannot run after the next one.
func (s Inside) late(ctx context.Context, id, line string, sent bool) error {
	err := fmt.Errorf("%s in %s does not answer", s.Path, s.Node)
	if !sent {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endLimit)
	defer cancel()
	tick := time.NewTicker(endLimit / 100)
	defer tick.Stop()
	for ctx.Err() == nil {
		end, errEnd := s.API.ContainerExecInspect(ctx, id)
		if errdefs.IsNotFound(errEnd) || errEnd == nil && !end.Running {
			break
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	return runtimeapi.Unanswered(line, err)
}

// refused explains why the Engine cannot start a command in the container.
func (s Inside) refused(err error) error {
	switch {
	case errdefs.IsPermissionDenied(err) || errdefs.IsUnauthorized(err) || strings.Contains(err.Error(), "403"):
		err = fmt.Errorf("the Engine does not let hadash start a command (%w); a proxy in front of its socket must allow exec", err)
	case strings.Contains(err.Error(), "unable to upgrade"): // the client does not report the reason
		err = fmt.Errorf("the Engine cannot start sh there, which its image may lack (%w)%s", err, s.ofLabel("; label "+label.Admin+" can name a tcp:// address instead"))
	}
	return fmt.Errorf("%w: exec in %s: %w", runtimeapi.ErrNobody, s.Node, err)
}

// failed explains why the command did not reach the socket.
func (s Inside) failed(code int, output string) error {
	output = record.Clean(strings.Join(strings.Fields(output), " "))
	switch {
	case strings.Contains(output, `"sh"`):
		output = "its image has no sh" + s.ofLabel("; label "+label.Admin+" can name a tcp:// address instead")
	case output == "":
		output = fmt.Sprintf("%s closed the connection without an answer (code %d)", s.Path, code)
	case code != 127:
		output += s.ofLabel("; compare label " + label.Admin + " with its `stats socket`")
	}
	return fmt.Errorf("%w: exec in %s: %s", runtimeapi.ErrNobody, s.Node, output)
}
