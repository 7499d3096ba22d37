package runtimeapi

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"hadash/journal"
	"hadash/record"
)

// Server is a server in HAProxy's "show stat". Addr is empty if the page does not show it (`stats show-legends` is
// off).
type Server struct {
	Backend, Name, Status, Addr string
	Tracked                     string // backend/server whose state it shares, "" for none
	Check                       string // result of its last check: "L4OK"; "" = it has none
}

// FullName is the server's name in HAProxy's commands.
func (s Server) FullName() string { return s.Backend + "/" + s.Name }

// ReadServers reads the servers from HAProxy's CSV; ok is false if the page is something else.
func ReadServers(page io.Reader) (servers []Server, ok bool) {
	rows := csv.NewReader(io.LimitReader(page, 4<<20))
	rows.FieldsPerRecord = -1
	head, err := rows.Read()
	if err != nil || head[0] != "# pxname" {
		return nil, false
	}
	for {
		row, err := rows.Read()
		if err != nil {
			return servers, true
		}
		cell := func(name string) string {
			if i := slices.Index(head, name); i >= 0 && i < len(row) {
				return row[i]
			}
			return ""
		}
		if cell("type") == "2" && cell("status") != "" {
			servers = append(servers, Server{row[0], cell("svname"), cell("status"), cell("addr"), cell("tracked"), cell("check_status")})
		}
	}
}

// Was returns the server's current state, to be restored later. "MAINT (via ...)" and "MAINT (resolution)" were not set
// by an admin, nor was DRAIN that comes from the tracked server: `state ready` does not end them, and does no harm.
func (s Server) Was(balancer string) journal.Server {
	was := journal.Server{Balancer: balancer, Backend: s.Backend, Server: s.Name, State: Ready}
	switch {
	case s.Status == "MAINT":
		was.State = maint
	case record.ParseStatus(s.Status).State == record.Drain && s.Tracked == "":
		was.State = drain
	}
	was.Ready = was.State == Ready
	return was
}

// States of `set server ... state`.
const (
	Ready = "ready"
	drain = "drain"
	maint = "maint"
)

// Servers reads the balancer's stats page, or asks its Runtime API where it is found without labels.
func (b Balancer) Servers(ctx context.Context) ([]Server, error) {
	switch {
	case b.found():
		return b.askServers(ctx)
	case b.Status == nil:
		return nil, b.NoStatus
	}
	ctx, cancel := context.WithTimeout(ctx, balancerLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, b.Status.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", b.Status.Redacted(), WithoutURL(err))
	}
	resp, err := b.client().Do(req)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", b.Status.Redacted(), WithoutURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	return readServers(resp, b.Status)
}

func (b Balancer) askServers(ctx context.Context) ([]Server, error) {
	answer, err := b.Ask(ctx, "show stat")
	if err != nil {
		return nil, err
	}
	servers, ok := ReadServers(strings.NewReader(answer))
	if !ok {
		return nil, fmt.Errorf("its Runtime API answers %q to show stat", record.Clean(answer[:min(len(answer), 80)]))
	}
	return servers, nil
}

func readServers(resp *http.Response, u *url.URL) ([]Server, error) {
	if resp.StatusCode != http.StatusOK {
		_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
		return nil, fmt.Errorf("read %s: it answers %s", u.Redacted(), record.Clean(resp.Status))
	}
	servers, ok := ReadServers(resp.Body)
	if !ok {
		return nil, fmt.Errorf("read %s: that is not HAProxy's CSV (compare the address with its `stats uri`)", u.Redacted())
	}
	return servers, nil
}

// WithoutURL removes the URL, which may contain a password, from an error of net/http.
func WithoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
