package collectors

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"hadash/record"
	"hadash/runtimeapi"
)

// isSocket reports whether a URL is that of a Runtime API.
func isSocket(u *url.URL) bool { return u.Scheme == "tcp" || u.Scheme == "unix" }

// readSocket polls the Runtime API once. "show stat" is the CSV of the stats page, with the servers' addresses.
func (h *HAProxy) readSocket(ctx context.Context, u *url.URL, s *record.Sample) error {
	if h.whom.due() { // before the rows: they are then of this process or a later one
		h.whom.tries++
		h.whom.asked, h.whom.said = time.Now(), nil
		if info, err := askSocket(ctx, u, "show info"); err == nil {
			h.Told(string(info))
		}
	}
	csv, err := askSocket(ctx, u, "show stat")
	if err == nil && !bytes.HasPrefix(csv, []byte("#")) {
		err = fmt.Errorf("no statistics: %s", record.Clean(string(csv[:min(len(csv), 80)])))
	}
	if err != nil {
		h.place.forget()
		return failed("haproxy", u, err)
	}
	reading, err := h.Page(csv)
	if err != nil {
		return failed("haproxy", u, err)
	}
	h.addresses(reading, func() (string, error) {
		states, err := askSocket(ctx, u, "show servers state")
		return string(states), err
	})
	h.compare(reading)
	s.HAProxy = reading
	return nil
}

// restating is how often a HAProxy that hides addresses in its statistics is asked for them elsewhere.
const restating = 5 * time.Second

// addresses gives the servers of a reading the addresses that a Runtime API of level user does not show in its statistics, and only
// there.
func (h *HAProxy) addresses(reading *record.HAProxy, ask func() (string, error)) {
	if len(reading.Servers) == 0 || slices.ContainsFunc(reading.Servers, func(s record.Server) bool { return s.Addr != "" }) {
		h.at = nil
		return
	}
	if h.at == nil || time.Since(h.restated) >= restating || reading.Pid != h.pid {
		if states, err := ask(); err == nil {
			h.at, h.restated = runtimeapi.StateAddresses(states), time.Now()
		}
	}
	for i := range reading.Servers {
		reading.Servers[i].Addr = h.at[reading.Servers[i].Name()]
	}
}

// Told reads which process answers, and what it says of itself as a whole, from the Runtime API's "show info".
func (h *HAProxy) Told(info string) {
	p, is := &h.whom, record.Process{Maxconn: -1, CurrConns: -1, Idle: -1}
	for line := range strings.Lines(info) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch n, err := strconv.ParseInt(value, 10, 32); {
		case name == "Version":
			p.version = record.Clean(value)
		case err != nil:
		case name == "Pid":
			if p.pid != 0 && p.pid != int(n) {
				p.total = 0 // it is of the process before
			}
			p.pid = int(n)
		case name == "Uptime_sec":
			p.started = time.Now().Add(-time.Duration(n) * time.Second).Round(0)
		case name == "Maxconn":
			is.Maxconn = n
		case name == "CurrConns":
			is.CurrConns = n
		case name == "Idle_pct":
			is.Idle = n
		}
	}
	if is.Maxconn >= 0 || is.CurrConns >= 0 || is.Idle >= 0 {
		p.said = &is
	}
}

// Show asks the Runtime API at tcp://HOST:PORT or unix:///PATH to show something, and refuses to send any other command.
func Show(ctx context.Context, u *url.URL, command string) ([]byte, error) {
	if !isSocket(u) {
		return nil, errors.New("no Runtime API")
	}
	return askSocket(ctx, u, command)
}

// askSocket sends one command to a Runtime API, and returns its whole answer.
func askSocket(ctx context.Context, u *url.URL, command string) ([]byte, error) {
	return exchange(ctx, u, command, func(net.Conn) error { return nil })
}

// askMaster does the same at the socket of a master, which answers until the other side has ended its commands.
func askMaster(ctx context.Context, u *url.URL, command string) ([]byte, error) {
	return exchange(ctx, u, command, func(c net.Conn) error {
		half, ok := c.(interface{ CloseWrite() error })
		if !ok {
			return errors.New("a connection that cannot be closed on one side")
		}
		return half.CloseWrite()
	})
}

// exchange sends a command, and returns all that is answered after sent. The only commands that are ever sent are those that show
// something.
func exchange(ctx context.Context, u *url.URL, command string, sent func(net.Conn) error) ([]byte, error) {
	if !runtimeapi.Reads(command) {
		return nil, errors.New("a command that does not only show something")
	}
	address := u.Host
	if u.Scheme == "unix" {
		address = u.Path
	}
	c, err := (&net.Dialer{}).DialContext(ctx, u.Scheme, address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = c.Close() }()
	end, ok := ctx.Deadline()
	if !ok {
		end = time.Now().Add(5 * time.Second)
	}
	if err := c.SetDeadline(end); err != nil {
		return nil, err
	}
	if _, err := io.WriteString(c, command+"\n"); err != nil {
		return nil, err
	}
	if err := sent(c); err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(io.LimitReader(c, maxStats+1))
	if len(answer) > maxStats {
		return nil, fmt.Errorf("the answer is longer than %d MB", maxStats>>20)
	}
	return answer, err
}
