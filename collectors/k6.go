package collectors

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"hadash/record"
)

// K6 reads k6's REST API (v1, as k6 1.8 and 2 have it). No answer is normal: there is no load then.
type K6 struct {
	node  string
	place place
	get   *getter
	off   bool // there was no answer the last time
}

// Rest is how long k6 is not polled while there is no load. Docker's event and its first log line ring when there is.
func (k *K6) Rest() time.Duration {
	if k.off {
		return 3 * time.Second
	}
	return 0
}

// NewK6 returns a Source that reads the API that locate finds; the path of its URL is ignored.
func NewK6(node string, locate Locate) *K6 {
	return &K6{node: node, place: place{locate: locate}, get: newGetter(maxPage)}
}

// Name is record.SourceK6.
func (k *K6) Name() string { return record.SourceK6 }

// Node is the compose service that runs it.
func (k *K6) Node() string { return k.node }

// Close closes the persistent connection.
func (k *K6) Close() error { return k.get.Close() }

func (k *K6) Read(ctx context.Context, s *record.Sample) error {
	err := k.read(ctx, s)
	k.off = err != nil && !isTimeout(err) // a late answer does not mean off
	return err
}

func (k *K6) read(ctx context.Context, s *record.Sample) error {
	base, err := k.place.where(ctx)
	if err != nil {
		return failed("k6", nil, err)
	}
	reading, where := &record.K6{}, k6URL(base, "status")
	if err = k.ask(ctx, where, func(body []byte) error { return k6Status(body, reading) }); err == nil {
		where = k6URL(base, "metrics")
		err = k.ask(ctx, where, func(body []byte) error { return k6Metrics(body, reading) })
	}
	if err != nil {
		k.place.forget()
		return failed("k6", where, err)
	}
	s.K6 = reading
	return nil
}

func (k *K6) ask(ctx context.Context, u *url.URL, take func([]byte) error) error {
	resp, body, err := k.get.get(ctx, u)
	switch {
	case err != nil:
		return err
	case resp.StatusCode != http.StatusOK:
		return statusError{resp.StatusCode, "is this k6's REST API?"}
	}
	return take(body)
}

// k6URL returns the URL of a resource of the API, whether the label gives the root or one of its pages.
func k6URL(u *url.URL, thing string) *url.URL {
	root := *u
	root.Path, _, _ = strings.Cut(root.Path, "/v1")
	root.Path = strings.TrimRight(root.Path, "/") + "/v1/" + thing
	root.RawPath = ""
	return &root
}

var errNotK6 = errors.New("not k6's REST API")

// k6Status parses the answer to GET /v1/status (api/v1/status.go).
func k6Status(body []byte, k *record.K6) error {
	var page struct {
		Data struct {
			Attributes *struct {
				Status                            int
				Paused, Stopped, Running, Tainted bool
				VUs                               int
				VUsMax                            int `json:"vus-max"`
			}
		}
	}
	if err := json.Unmarshal(body, &page); err != nil || page.Data.Attributes == nil {
		return errNotK6
	}
	a := page.Data.Attributes
	if a.VUs < 0 || a.VUsMax < 0 || max(a.VUs, a.VUsMax) > math.MaxInt32 {
		return fmt.Errorf("k6 reports an impossible number of users: %d of %d", a.VUs, a.VUsMax)
	}
	k.Status, k.Running, k.Paused, k.Stopped, k.Tainted = a.Status, a.Running, a.Paused, a.Stopped, a.Tainted
	k.VUs, k.VUsMax = a.VUs, a.VUsMax
	return nil
}

// k6Metrics parses the answer to GET /v1/metrics (api/v1/metric.go). A metric without any value is absent.
func k6Metrics(body []byte, k *record.K6) error {
	var page struct {
		Data *[]struct {
			ID         string
			Attributes struct {
				Tainted *bool // nil if the script sets no threshold on it, or k6 has not evaluated it yet
				Sample  map[string]float64
			}
		}
	}
	if err := json.Unmarshal(body, &page); err != nil || page.Data == nil {
		return errNotK6
	}
	var failed float64
	var errs []error
	for _, m := range *page.Data {
		if crossed := m.Attributes.Tainted; crossed != nil {
			k.Thresholds = append(k.Thresholds, record.Threshold{Metric: record.Clean(m.ID), Crossed: *crossed})
		}
		sample := m.Attributes.Sample
		switch m.ID {
		case "http_reqs":
			errs = append(errs, k6Count(m.ID, sample, &k.Requests))
		case "http_req_failed":
			errs = append(errs, k6Share(m.ID, sample, &failed))
		case "iterations":
			errs = append(errs, k6Count(m.ID, sample, &k.Iters))
		case "checks":
			errs = append(errs, k6Share(m.ID, sample, &k.Checks))
		case "http_req_duration":
			k.Duration = k6Trend(sample)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	slices.SortFunc(k.Thresholds, func(a, b record.Threshold) int { return strings.Compare(a.Metric, b.Metric) })
	k.Failed = min(int64(math.Round(failed*float64(k.Requests))), k.Requests)
	return nil
}

// maxK6 is more requests than k6 can make, and small enough for a float64 to hold every count exactly.
const maxK6 = 1 << 53

// k6Count reads a counter. An impossible value is an error: rates and losses are computed from it.
func k6Count(metric string, sample map[string]float64, to *int64) error {
	n, ok := record.Whole(sample["count"])
	if !ok || n < 0 || n > maxK6 {
		return fmt.Errorf("k6 reports an impossible count for %s: %g", metric, sample["count"])
	}
	*to = n
	return nil
}

func k6Share(metric string, sample map[string]float64, to *float64) error {
	rate := sample["rate"]
	if !(rate >= 0 && rate <= 1) {
		return fmt.Errorf("k6 reports an impossible rate for %s: %g", metric, rate)
	}
	*to = rate
	return nil
}

// k6Trend reads a trend, whose numbers are milliseconds. An impossible value is left out, like an absent one.
func k6Trend(sample map[string]float64) record.Trend {
	ms := func(key string) time.Duration {
		d, _ := record.Wait(sample[key], time.Millisecond)
		return d
	}
	return record.Trend{Avg: ms("avg"), Min: ms("min"), Med: ms("med"), Max: ms("max"), P90: ms("p(90)"), P95: ms("p(95)")}
}
