package collectors

import (
	"context"
	"encoding/json"

	"hadash/record"
)

// Page polls an application's own health page.
type Page struct {
	node  string
	place place
	get   *getter
}

// NewPage returns a Source that polls the page that locate finds.
func NewPage(node string, locate Locate) *Page {
	return &Page{node: node, place: place{locate: locate}, get: newGetter(maxPage)}
}

// Name is record.SourcePage.
func (p *Page) Name() string { return record.SourcePage }

// Node is the compose service that is the application.
func (p *Page) Node() string { return p.node }

// Close closes the persistent connection.
func (p *Page) Close() error { return p.get.Close() }

// Read accepts any status as an answer: a 503 comes from the application itself, and the poll has not failed.
func (p *Page) Read(ctx context.Context, s *record.Sample) error {
	u, err := p.place.where(ctx)
	if err != nil {
		return failed("page", nil, err)
	}
	resp, body, err := p.get.get(ctx, u)
	if err != nil {
		p.place.forget()
		return failed("page", u, err)
	}
	page := parsePage(body)
	page.Code = resp.StatusCode
	s.Page = &page
	return nil
}

// parsePage parses {"requests":N,"errors":N}. Both fields are optional.
func parsePage(body []byte) record.Page {
	said := struct{ Requests, Errors *int64 }{}
	page := record.Page{Requests: -1, Errors: -1}
	if json.Unmarshal(body, &said) != nil {
		return page
	}
	if said.Requests != nil && *said.Requests >= 0 {
		page.Requests = *said.Requests
	}
	if said.Errors != nil && *said.Errors >= 0 {
		page.Errors = *said.Errors
	}
	return page
}
