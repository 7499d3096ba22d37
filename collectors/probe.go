package collectors

import (
	"context"
	"encoding/json"

	"hadash/record"
)

// Probe polls an application's own health page.
type Probe struct {
	node  string
	place place
	get   *getter
}

// NewProbe returns a Source that polls the page that locate finds.
func NewProbe(node string, locate Locate) *Probe {
	return &Probe{node: node, place: place{locate: locate}, get: newGetter(maxPage)}
}

// Name is record.SourceProbe.
func (p *Probe) Name() string { return record.SourceProbe }

// Node is the compose service that is the application.
func (p *Probe) Node() string { return p.node }

// Close closes the persistent connection.
func (p *Probe) Close() error { return p.get.Close() }

// Read accepts any status as an answer: a 503 comes from the application itself, and the poll has not failed.
func (p *Probe) Read(ctx context.Context, s *record.Sample) error {
	u, err := p.place.where(ctx)
	if err != nil {
		return failed("probe", nil, err)
	}
	resp, body, err := p.get.get(ctx, u)
	if err != nil {
		p.place.forget()
		return failed("probe", u, err)
	}
	probe := parseProbe(body)
	probe.Code = resp.StatusCode
	s.Probe = &probe
	return nil
}

// parseProbe parses {"requests":N,"errors":N}. Both fields are optional.
func parseProbe(body []byte) record.Probe {
	said := struct{ Requests, Errors *int64 }{}
	probe := record.Probe{Requests: -1, Errors: -1}
	if json.Unmarshal(body, &said) != nil {
		return probe
	}
	if said.Requests != nil && *said.Requests >= 0 {
		probe.Requests = *said.Requests
	}
	if said.Errors != nil && *said.Errors >= 0 {
		probe.Errors = *said.Errors
	}
	return probe
}
