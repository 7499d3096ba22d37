package stack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"strings"
	"syscall"
	"time"

	"hadash/stack/compose"

	"github.com/docker/docker/client"
)

// pingLimit bounds the first request to the Engine; over ssh that includes the login.
const pingLimit = 10 * time.Second

// knockLimit bounds the second connection attempt, which asks for the reason.
const knockLimit = 2 * time.Second

// Connect finds the compose project and the Docker Engine, and makes one request to the Engine. The project need not be
// up. No compose file is needed if the project is named, or if it is the only one with hadash labels.
func Connect(ctx context.Context, opts Options) (*Project, error) {
	files, findErr := compose.Find(ctx, opts.Project, opts.File)
	if findErr != nil && !errors.Is(findErr, compose.ErrNoFile) {
		return nil, findErr
	}
	eng, err := dial(ctx, opts.Context)
	if err != nil {
		return nil, err
	}
	name := files.Project
	if name == "" {
		if name, err = theOne(ctx, eng.api, findErr); err != nil {
			return nil, errors.Join(err, eng.api.Close())
		}
	}
	p := newProject(name, eng.api)
	p.host, p.context, p.files, p.at = cmp.Or(opts.Address, eng.publishedOn()), opts.Context, files, opts.Host
	if p.at != "" {
		if p.host == "" {
			p.host = addressInSwarm(ctx, eng.api)
		}
		p.lan = lanOf(ctx, p.host)
		p.host, _, _ = strings.Cut(p.host, ",")
	}
	return p, nil
}

// addressInSwarm is where the other hosts of a swarm reach the Engine's machine; "" outside of one. Its socket may be here and its
// network elsewhere.
func addressInSwarm(ctx context.Context, api *client.Client) string {
	ctx, cancel := context.WithTimeout(ctx, pingLimit)
	defer cancel()
	info, err := api.Info(ctx)
	if err != nil {
		return ""
	}
	return info.Swarm.NodeAddr
}

// dial connects to the Engine that the docker command would use.
func dial(ctx context.Context, contextName string) (engine, error) {
	eng, err := findEngine(contextName)
	if err != nil {
		return engine{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, pingLimit)
	defer cancel()
	ping, err := eng.api.Ping(ctx)
	if err != nil {
		return engine{}, errors.Join(noDocker(ctx, eng, err), eng.api.Close())
	}
	eng.api.NegotiateAPIVersionPing(ping)
	return eng, nil
}

// noDocker returns the error for an Engine that did not answer: which one, why, and how to fix it.
func noDocker(ctx context.Context, eng engine, err error) error {
	cause := errors.Join(err, knock(ctx, eng.host))
	why, try := "", "start Docker, or point DOCKER_HOST or --context at a running one"
	var dns *net.DNSError
	switch {
	case errors.Is(cause, fs.ErrPermission) || strings.Contains(err.Error(), "permission denied"):
		why = "permission denied"
		try = "add yourself to the docker group (sudo usermod -aG docker $USER) and log in again"
		if strings.HasPrefix(eng.host, "ssh://") {
			try = "check that you may log in to that host, and use Docker there"
		}
	case errors.Is(cause, fs.ErrNotExist):
		why = "no such socket: Docker is not installed, or is not running"
		try = "start it (sudo systemctl start docker), or point DOCKER_HOST or --context at a running one"
	case errors.Is(cause, syscall.ECONNREFUSED):
		why = "connection refused: nothing listens there"
	case errors.As(cause, &dns):
		why = "no such host " + dns.Name
	case errors.Is(cause, context.DeadlineExceeded):
		why = fmt.Sprintf("no answer within %v", pingLimit)
	default:
		why, _, _ = strings.Cut(err.Error(), ". Is the docker daemon running?")
	}
	return &NoDockerError{Host: eng.host, From: eng.from, Why: why, Try: try, err: err}
}

// Unanswered reports whether an error says that the Engine did not answer.
func Unanswered(err error) bool {
	var broken net.Error
	return client.IsErrConnectionFailed(err) || errors.Is(err, context.DeadlineExceeded) || errors.As(err, &broken)
}

// knock dials the Engine again to find the reason for the failure, which the docker client does not report.
func knock(ctx context.Context, host string) error {
	network, address, _ := strings.Cut(host, "://")
	if network != "unix" && network != "tcp" {
		return nil
	}
	dialer := net.Dialer{Timeout: knockLimit}
	conn, err := dialer.DialContext(ctx, network, strings.TrimSuffix(address, "/"))
	if err != nil {
		return err
	}
	return conn.Close()
}

// NoDockerError reports that no Docker Engine answered.
type NoDockerError struct {
	Host string // the address: unix:///var/run/docker.sock
	From string // where the address comes from: DOCKER_HOST, a context, the default
	Why  string
	Try  string // how to fix it
	err  error
}

func (e *NoDockerError) Error() string {
	return fmt.Sprintf("no Docker at %s (%s): %s; %s", e.Host, e.From, e.Why, e.Try)
}

func (e *NoDockerError) Unwrap() error { return e.err }
