package stack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"hadash/record"
	"hadash/stack/journal"
)

// balancerLimit is how long HAProxy may take for one answer: it answers at once or, paused, never.
const balancerLimit = 3 * time.Second

// serversOf finds the servers that a fault's target stands for: "backend/server", or a compose
// service, which is every server that has its name or one of its addresses.
func (p *Project) serversOf(ctx context.Context, target string) ([]journal.Server, error) {
	addrs, err := p.addrsOf(ctx, target)
	if err != nil {
		return nil, err
	}
	balancers, err := p.balancers(ctx)
	if err != nil {
		return nil, err
	}
	var found []journal.Server
	var others []string
	var silent []error
	for _, b := range balancers {
		servers, err := b.servers(ctx)
		if err != nil {
			silent = append(silent, fmt.Errorf("%s: %w", b.node, err))
			continue
		}
		for _, s := range meant(servers, target, addrs) {
			found = append(found, s.was(b.node))
		}
		for _, s := range servers {
			others = append(others, s.name())
		}
	}
	if len(found) == 0 {
		return nil, noServer(target, others, silent)
	}
	return found, nil
}

// noServer says why nothing was found. A balancer that is silent may be the one that has it.
func noServer(target string, others []string, silent []error) error {
	// Of those that do not run nothing is wanted: the others' errors come first.
	slices.SortStableFunc(silent, func(a, b error) int {
		return cmp.Compare(gone(a), gone(b))
	})
	if len(silent) > 0 {
		return fmt.Errorf("which server is %s? %w", target, inOneLine(silent))
	}
	slices.Sort(others)
	there := strings.Join(slices.Compact(others), ", ")
	if there == "" {
		there = "none"
	}
	return fmt.Errorf("%s is no server of a balancer; their servers: %s", target, record.Clean(there))
}

func gone(err error) int {
	if errors.Is(err, errGone) {
		return 1
	}
	return 0
}

// addrsOf are a service's addresses. What has no container can still be a server's name.
func (p *Project) addrsOf(ctx context.Context, target string) ([]string, error) {
	if strings.Contains(target, "/") {
		return nil, nil
	}
	c, err := p.find(ctx, target)
	switch {
	case errors.Is(err, errNoContainer):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return p.addrs(c), nil
}

// is reports whether a fault's target means this server.
func (s statServer) is(target string, addrs []string) bool {
	return target == s.name() || target == s.server || s.at(addrs)
}

// was is the server as it is now. "MAINT (via ...)" and "MAINT (resolution)" are not an admin's word, nor is DRAIN that
// is shared with the server it tracks: `state ready` does not end them, nor does it harm.
func (s statServer) was(balancer string) journal.Server {
	was := journal.Server{Balancer: balancer, Backend: s.backend, Server: s.server, State: ready}
	switch {
	case s.status == "MAINT":
		was.State = maint
	case record.ParseStatus(s.status).State == record.Drain && s.tracked == "":
		was.State = drain
	}
	was.Ready = was.State == ready
	return was
}

// What `set server ... state` takes.
const (
	ready = "ready"
	drain = "drain"
	maint = "maint"
)

// servers reads the stats page of a balancer.
func (b balancer) servers(ctx context.Context) ([]statServer, error) {
	if b.status == nil {
		return nil, b.noStatus
	}
	ctx, cancel := context.WithTimeout(ctx, balancerLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.status.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", b.status.Redacted(), bare(err))
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", b.status.Redacted(), bare(err))
	}
	defer func() { _ = resp.Body.Close() }()
	return readServers(resp, b.status)
}

func readServers(resp *http.Response, u *url.URL) ([]statServer, error) {
	if resp.StatusCode != http.StatusOK {
		_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
		return nil, fmt.Errorf("read %s: it answers %s", u.Redacted(), record.Clean(resp.Status))
	}
	servers, ok := statServers(resp.Body)
	if !ok {
		return nil, fmt.Errorf("read %s: that is not HAProxy's CSV (compare the address with its `stats uri`)", u.Redacted())
	}
	return servers, nil
}

// bare takes the URL, which may hold a password, off an error of net/http's.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
