package collectors

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"hadash/collectors/pace"
	"hadash/record"
)

// HAProxy reads a HAProxy's statistics as CSV from its stats page, over one persistent connection.
type HAProxy struct {
	node  string
	place place
	get   *getter
	csv   statsCSV
	whom  process

	exporter bool                                            // it is read from the page for Prometheus
	checked  map[string]bool                                 // servers that somebody checks, where that page has shown it
	answered func(rows int, took time.Duration, turned bool) // takes what each answer cost: see pace.Costs; may be nil
	costs    *pace.Costs                                     // whose turn it is; may be nil
	begun    bool                                            // it is that of this HAProxy

	at       map[string]string // addresses of servers, where its statistics have none
	restated time.Time         // when they were asked for

	pid     int    // of the process whose statistics were read last; 0 when not known
	renewed func() // called when they are of another process; may be nil
}

// NewHAProxy returns a Source that reads the stats page that locate finds, or the Runtime API at tcp://HOST:PORT or
// unix:///PATH, or the page for Prometheus (record.ForPrometheus). A page's URL may carry a user and a password, and need not ask
// for CSV.
func NewHAProxy(node string, locate Locate) *HAProxy {
	h := &HAProxy{node: node, place: place{locate: locate}, get: newGetter(maxStats)}
	h.get.begin = h.begin
	return h
}

// Name is record.SourceHAProxy.
func (h *HAProxy) Name() string { return record.SourceHAProxy }

// Node is the compose service that runs it.
func (h *HAProxy) Node() string { return h.node }

// Close closes the persistent connection.
func (h *HAProxy) Close() error { return h.get.Close() }

// Gap limits the cost of our polls to 5 % of a core: HAProxy takes 5 us to print a server, and 50 us for Prometheus.
func (h *HAProxy) Gap() time.Duration {
	each := 5 * time.Microsecond
	if h.exporter {
		each *= 10
	}
	return time.Duration(len(h.csv.rows)) * each * 20
}

// Read polls the page once. Which process answered, and what it says of itself as a whole, is only on the HTML page,
// which is requested when the process is new, and then every few seconds.
func (h *HAProxy) Read(ctx context.Context, s *record.Sample) error {
	u, err := h.place.where(ctx)
	if err != nil {
		return failed("haproxy", nil, err)
	}
	if isSocket(u) {
		return h.readSocket(ctx, u, s)
	}
	if h.exporter = record.ForPrometheus(u); h.exporter {
		return h.readExporter(ctx, u, s)
	}
	u = record.StatsPage(u, "csv")
	reading, err := h.fetch(ctx, u, statsHint, h.Page)
	if err != nil {
		h.place.forget()
		return failed("haproxy", u, err)
	}
	if was := h.whom.pid; h.whom.due() {
		h.whom.ask(ctx, h.get, record.StatsPage(u, "norefresh")) // else a browser would ask again
		if was != 0 && h.whom.pid != was {
			if reading, err = h.fetch(ctx, u, statsHint, h.Page); err != nil { // the rows may be of the process before
				return failed("haproxy", u, err)
			}
		}
	}
	h.whom.tell(reading)
	h.compare(reading)
	s.HAProxy = reading
	return nil
}

// compare calls renewed if a reading is of another process than the one before.
func (h *HAProxy) compare(reading *record.HAProxy) {
	if reading.Pid == 0 || reading.Pid == h.pid {
		return
	}
	if h.pid != 0 && h.renewed != nil {
		h.renewed()
	}
	h.pid = reading.Pid
}

// Page parses the CSV of a stats page that was obtained in some other way, as the successor of the previous page.
func (h *HAProxy) Page(csv []byte) (*record.HAProxy, error) {
	reading, err := h.next(csv)
	if err != nil {
		return nil, err
	}
	h.whom.tell(reading)
	return reading, nil
}

// next parses CSV as the successor of the previous, and reports what that cost.
func (h *HAProxy) next(csv []byte) (*record.HAProxy, error) {
	h.begin()
	var reading *record.HAProxy
	var err error
	took := h.costs.Alone(func() { reading, err = h.csv.parse(csv) })
	if err != nil {
		return nil, err
	}
	h.whom.compare(reading)
	if h.answered != nil {
		h.answered(len(h.csv.rows), took, h.csv.turned)
	}
	return reading, nil
}

// begin waits until it is the turn of this HAProxy: large answers of many are not all kept at the same time.
func (h *HAProxy) begin() {
	if h.costs != nil && !h.begun {
		h.costs.Begin()
		h.begun = true
	}
}

// Passed is called when what was read is passed on.
func (h *HAProxy) Passed() {
	if h.begun {
		h.costs.Done()
		h.begun = false
	}
}

// fetch asks for a page and reads it; hint suggests what to check when it is not shown.
func (h *HAProxy) fetch(ctx context.Context, u *url.URL, hint func(code int) string, read func([]byte) (*record.HAProxy, error)) (*record.HAProxy, error) {
	resp, body, err := h.get.get(ctx, u)
	defer h.get.done()
	switch {
	case err != nil:
		return nil, err
	case resp.StatusCode != http.StatusOK:
		return nil, statusError{resp.StatusCode, hint(resp.StatusCode)}
	}
	return read(body)
}

// statsHint suggests what to check when HAProxy does not show its stats page.
func statsHint(code int) string {
	switch code {
	case http.StatusUnauthorized:
		return "'stats auth' requires a user: http://user:password@host..."
	case http.StatusForbidden:
		return "a rule denies it: look for 'http-request deny' in the stats frontend"
	case http.StatusNotFound, http.StatusServiceUnavailable, http.StatusBadGateway:
		return "no stats page here: compare the path with 'stats uri'"
	case http.StatusBadRequest:
		return "is this port plain HTTP, and the stats frontend 'mode http'?"
	}
	if code/100 == 3 {
		return "a redirect: give the URL of the stats page itself"
	}
	return ""
}

// errHTML means that the answer was an HTML page instead of CSV.
var errHTML = errors.New("an HTML page, not CSV (compare the path with 'stats uri', and end it with ;csv)")
