package stack

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hadash/record"
	"hadash/runtimeapi"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
)

// lagOf says why a container is not ready. A service with a role must run and answer; a container without one may also
// have finished its work and exited with code 0.
func (p *Project) lagOf(ctx context.Context, c container.InspectResponse) lag {
	l := lag{node: c.Config.Labels[label.Node]}
	role := record.Role(c.Config.Labels[label.Role])
	switch r := toRecord(l.node, c); {
	case r.State == "exited" && r.ExitCode == 0 && !role.Valid():
	case r.State == "exited" || r.State == "dead":
		l.why, l.dead = fmt.Sprintf("%s with code %d", r.State, r.ExitCode), true
	case r.State != "running":
		l.why = r.State
	case !role.Valid():
		l.why = atWork(c, r)
	default:
		l.why = p.silence(ctx, r, role)
	}
	return l
}

// atWork reports that a container without a role has not exited yet, as a setup container should. A container that has
// one of the properties below, which only services have, is taken for a service instead.
func atWork(c container.InspectResponse, r record.Container) string {
	service := r.Health == "healthy" || len(c.HostConfig.PortBindings) > 0 ||
		!c.HostConfig.RestartPolicy.IsNone() || time.Since(r.Started) > onceLimit
	if service {
		return ""
	}
	return "still running"
}

// silence says why a running service is not ready: its state page, if it has one over HTTP, does not report it as
// ready, or its health check does not. The page is asked first: it is available at once, a health check only after its
// interval. Until the first health check a database can show by its greeting that it is ready.
func (p *Project) silence(ctx context.Context, r record.Container, role record.Role) string {
	u, err := p.Locate(ctx, r.Node)
	if err == nil && role == record.RoleBalancer {
		u = record.StatsPage(u, "csv")
	}
	if err == nil && strings.HasPrefix(u.Scheme, "http") {
		return askPage(ctx, u)
	}
	if err == nil && u.Scheme == "mysql" && r.Health == container.Starting && greets(ctx, u.Host) {
		return ""
	}
	if r.Health != "" && r.Health != "healthy" {
		return r.Health
	}
	return ""
}

// greets reports whether a MySQL or MariaDB accepts clients, by the same criterion as HAProxy's check: it begins with a
// packet of sequence 0 and protocol version 10. A server that refuses begins with 255. If nothing listens behind a
// published port, Docker's proxy accepts the connection and sends nothing.
func greets(ctx context.Context, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	limit, _ := ctx.Deadline()
	_ = conn.SetReadDeadline(limit)
	head := make([]byte, 5) // three bytes of length, the sequence, the version
	_, err = io.ReadFull(conn, head)
	return err == nil && head[3] == 0 && head[4] == 10
}

func askPage(ctx context.Context, u *url.URL) string {
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return runtimeapi.WithoutURL(err).Error()
	}
	resp, err := direct.Do(req)
	if err != nil {
		return "no answer"
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return resp.Status
	}
	return downServers(resp.Body)
}

// downServers lists the servers that are not UP, if the page is HAProxy's CSV.
func downServers(page io.Reader) string {
	servers, _ := runtimeapi.ReadServers(page)
	var down []string
	for _, s := range servers {
		if !record.ParseStatus(s.Status).State.Serving() {
			down = append(down, s.Name+" "+s.Status)
		}
	}
	return strings.Join(down, ", ")
}
