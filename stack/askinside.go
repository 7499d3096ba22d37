package stack

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"hadash/record"
	"hadash/stack/haproxy"

	"github.com/docker/docker/api/types/container"
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

// AskInside sends a line to HAProxy's Runtime API inside a container, at the path of a socket or at HOST:PORT, and returns the
// answer. It runs a command there. Only lines that show something are sent.
func (p *Project) AskInside(ctx context.Context, id, at, line string) (string, error) {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "show ") || strings.ContainsAny(line, ";\n") {
		return "", errors.New("a command that does not only show")
	}
	if strings.HasPrefix(at, "/") {
		return haproxy.Inside{API: p.api, ID: id, Node: "the container", Path: at}.Ask(ctx, line)
	}
	host, port, err := net.SplitHostPort(at)
	if err != nil {
		return "", err
	}
	answer, err := p.sendInside(ctx, id, host, port, line+"\n")
	return string(answer), err
}

// GetInside gets a page by a command inside a container. The login of the URL is used and in no error.
func (p *Project) GetInside(ctx context.Context, id string, u *url.URL) ([]byte, error) {
	if u.Scheme != "http" {
		return nil, errors.New("only plain HTTP is asked inside a container")
	}
	request := "GET " + u.RequestURI() + " HTTP/1.0\r\nHost: localhost\r\n"
	if u.User != nil {
		password, _ := u.User.Password()
		request += "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password)) + "\r\n"
	}
	answer, err := p.sendInside(ctx, id, u.Hostname(), u.Port(), request+"\r\n")
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

// sendInside sends bytes to a port inside a container and returns what comes back until it is closed.
func (p *Project) sendInside(ctx context.Context, id, host, port, text string) ([]byte, error) {
	made, err := p.api.ContainerExecCreate(ctx, id, container.ExecOptions{
		AttachStdin: true, AttachStdout: true, AttachStderr: true, Cmd: []string{"sh", "-c", portScript, "sh", host, port},
	})
	if err != nil {
		return nil, err
	}
	conn, err := p.api.ContainerExecAttach(ctx, made.ID, container.ExecAttachOptions{})
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
	return nil, errors.New("no answer")
}
