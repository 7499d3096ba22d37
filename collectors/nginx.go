package collectors

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"hadash/collectors/promex"
	"hadash/record"
)

// Nginx reads a stub_status page, or the page of an exporter for Prometheus that has read it.
type Nginx struct {
	node  string
	place place
	get   *getter
}

// NewNginx returns a Source that reads the stub_status page that locate finds.
func NewNginx(node string, locate Locate) *Nginx {
	return &Nginx{node: node, place: place{locate: locate}, get: newGetter(maxPage)}
}

// Name is record.SourceNginx.
func (n *Nginx) Name() string { return record.SourceNginx }

// Node is the compose service that runs it.
func (n *Nginx) Node() string { return n.node }

// Close closes the persistent connection.
func (n *Nginx) Close() error { return n.get.Close() }

func (n *Nginx) Read(ctx context.Context, s *record.Sample) error {
	u, err := n.place.where(ctx)
	if err != nil {
		return failed("nginx", nil, err)
	}
	resp, body, err := n.get.get(ctx, u)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = statusError{resp.StatusCode, "is there a location with 'stub_status' at this path?"}
	}
	var reading record.Nginx
	switch {
	case err != nil:
	case bytes.Contains(body, []byte("\nnginx_")):
		reading, err = promex.Nginx(body)
	default:
		reading, err = parseStubStatus(body)
	}
	if err != nil {
		n.place.forget()
		return failed("nginx", u, err)
	}
	if name, version, ok := strings.Cut(resp.Header.Get("Server"), "/"); ok && name == "nginx" {
		reading.Version = record.Clean(version)
	}
	s.Nginx = &reading
	return nil
}

// parseStubStatus parses the page of src/http/modules/ngx_http_stub_status_module.c: always these four lines, most of
// them with a space at the end.
//
//	Active connections: 291
//	server accepts handled requests
//	 16630948 16630948 31070465
//	Reading: 6 Writing: 179 Waiting: 106
func parseStubStatus(page []byte) (record.Nginx, error) {
	var n record.Nginx
	fields := strings.Fields(string(page[:min(len(page), 1024)]))
	for i, want := range [...]string{
		"Active", "connections:", "#", "server", "accepts", "handled", "requests", "#", "#", "#",
		"Reading:", "#", "Writing:", "#", "Waiting:", "#",
	} {
		switch {
		case i >= len(fields):
			return n, fmt.Errorf("not a stub_status page, or cut off: it ends before %q", want)
		case want == "#":
			v, ok := natural(fields[i])
			if !ok {
				return n, fmt.Errorf("not a stub_status page: %q where a number belongs", oneLine([]byte(fields[i])))
			}
			*stubSlot(&n, i) = v
		case fields[i] != want:
			return n, fmt.Errorf("not a stub_status page: it begins with %q", oneLine(bytes.TrimSpace(page)))
		}
	}
	if len(fields) > 16 {
		return n, errors.New("not a stub_status page: text follows its end")
	}
	return n, nil
}

// stubSlot returns the field for the number that is the i-th word of the page.
func stubSlot(n *record.Nginx, i int) *int64 {
	switch i {
	case 2:
		return &n.Active
	case 7:
		return &n.Accepts
	case 8:
		return &n.Handled
	case 9:
		return &n.Requests
	case 11:
		return &n.Reading
	case 13:
		return &n.Writing
	}
	return &n.Waiting
}

// natural parses a number that consists of digits only.
func natural(s string) (int64, bool) {
	var v int64
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 || v > (1<<63-1-9)/10 {
			return 0, false
		}
		v = v*10 + int64(d)
	}
	return v, s != ""
}
