package haproxy

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"hadash/runtimeapi"
	"io"
	"net/http"
	"net/url"
	"strings"

	"hadash/record"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/client"
	"github.com/docker/docker/pkg/stdcopy"
)

// portScript passes its standard input on to a port of the container, and prints the answer. It uses what the image has; nothing
// of what is sent is on a command line.
const portScript = `if command -v bash >/dev/null 2>&1; then exec timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit; cat <&0 >&3 & cat <&3' "$1" "$2"
elif command -v perl >/dev/null 2>&1; then exec perl -MIO::Socket::INET -e '
alarm 5; my $s = IO::Socket::INET->new(PeerAddr => $ARGV[0], PeerPort => $ARGV[1]) or die "connect: $!\n"; $s->autoflush(1);
print $s $_ while <STDIN>; print while <$s>;' "$1" "$2"
elif command -v nc >/dev/null 2>&1; then exec timeout 5 nc "$1" "$2"
else echo "its image has neither bash nor perl nor nc" >&2; exit 127; fi`

// maxInside bounds an answer from inside a container.
const maxInside = 4 << 20

// Port is a port inside a container, which a command there speaks to.
type Port struct {
	API        *client.Client
	ID         string // of the container
	Host, Port string
}

// Get gets a page. The login of the URL is used and in no error.
func (p Port) Get(ctx context.Context, u *url.URL) ([]byte, error) {
	if u.Scheme != "http" {
		return nil, errors.New("only plain HTTP is asked inside a container")
	}
	request := "GET " + u.RequestURI() + " HTTP/1.0\r\nHost: localhost\r\n"
	if u.User != nil {
		password, _ := u.User.Password()
		request += "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password)) + "\r\n"
	}
	answer, err := p.Send(ctx, request+"\r\n")
	if err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(answer)), nil)
	if err != nil {
		return nil, errors.New("no answer of HTTP")
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the answer is %s", resp.Status)
	}
	return io.ReadAll(resp.Body)
}

// ask sends a line to a Runtime API and returns its answer: HAProxy answers with an empty line at least.
func (p Port) ask(ctx context.Context, line string) (string, error) {
	answer, err := p.Send(ctx, line+"\n")
	switch {
	case err == nil:
		return string(answer), nil
	case ctx.Err() != nil, errors.Is(err, errNoAnswer):
		return "", runtimeapi.Unanswered(line, fmt.Errorf("port %s inside does not answer", p.Port))
	}
	return "", fmt.Errorf("%w: exec: %w", runtimeapi.ErrNobody, err)
}

var errNoAnswer = errors.New("no answer")

// Send sends a text and returns what comes back until it is closed.
func (p Port) Send(ctx context.Context, text string) ([]byte, error) {
	made, err := p.API.ContainerExecCreate(ctx, p.ID, container.ExecOptions{
		AttachStdin: true, AttachStdout: true, AttachStderr: true, Cmd: []string{"sh", "-c", portScript, "sh", p.Host, p.Port},
	})
	if err != nil {
		return nil, err
	}
	conn, err := p.API.ContainerExecAttach(ctx, made.ID, container.ExecAttachOptions{})
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, conn.Close)
	defer stop()
	if _, err := io.WriteString(conn.Conn, text); err != nil {
		return nil, err
	}
	var out, complaints bytes.Buffer
	_, err = stdcopy.StdCopy(&out, &complaints, io.LimitReader(conn.Reader, maxInside))
	switch {
	case out.Len() > 0:
		return out.Bytes(), nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case complaints.Len() > 0:
		return nil, errors.New(record.Clean(strings.TrimSpace(complaints.String())))
	case err != nil:
		return nil, err
	}
	return nil, errNoAnswer
}
