package collectors

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"hadash/collectors/promex"
	"hadash/record"
)

// readExporter polls the page that HAProxy shows to Prometheus once. It says which version answers and since when, and not by which
// number of a process.
func (h *HAProxy) readExporter(ctx context.Context, u *url.URL, s *record.Sample) error {
	reading, err := h.fetch(ctx, u, exporterHint, h.Metrics)
	if err != nil {
		h.place.forget()
		return failed("haproxy", u, err)
	}
	s.HAProxy = reading
	return nil
}

// Metrics parses a page for Prometheus that was obtained in some other way, as the successor of the previous one.
func (h *HAProxy) Metrics(page []byte) (*record.HAProxy, error) {
	if h.checked == nil {
		h.checked = map[string]bool{}
	}
	text, about, err := promex.CSV(page, h.checked)
	if err != nil {
		return nil, err
	}
	reading, err := h.next(text)
	if err != nil {
		return nil, err
	}
	h.whom.heard(about)
	h.whom.tell(reading)
	return reading, nil
}

// exporterHint suggests what to check when HAProxy does not show its page for Prometheus.
func exporterHint(code int) string {
	switch code {
	case http.StatusNotFound, http.StatusServiceUnavailable, http.StatusBadGateway:
		return "no page for Prometheus here: compare the path with 'http-request use-service prometheus-exporter'"
	}
	return statsHint(code)
}

// heard reads what the page for Prometheus says of the process.
func (p *process) heard(about promex.About) {
	p.version, p.said, p.started = about.Version, nil, time.Time{}
	if is := about.Process; is.Maxconn >= 0 || is.CurrConns >= 0 || is.Idle >= 0 {
		p.said = &is
	}
	if about.Uptime > 0 {
		p.started = time.Now().Add(-time.Duration(about.Uptime) * time.Second).Round(0)
	}
}
