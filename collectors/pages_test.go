package collectors

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// render writes a page as ngx_http_stub_status_module.c does.
func render(n record.Nginx) string {
	return fmt.Sprintf("Active connections: %d \nserver accepts handled requests\n %d %d %d \nReading: %d Writing: %d Waiting: %d \n",
		n.Active, n.Accepts, n.Handled, n.Requests, n.Reading, n.Writing, n.Waiting)
}

func TestStubStatus(t *testing.T) {
	want := record.Nginx{Active: 291, Accepts: 16630948, Handled: 16630948, Requests: 31070465, Reading: 6, Writing: 179, Waiting: 106}
	for name, page := range map[string]string{
		"as nginx writes it": render(want),
		"without the spaces": strings.ReplaceAll(render(want), " \n", "\n"),
		"with CRLF":          strings.ReplaceAll(render(want), "\n", "\r\n"),
	} {
		if got, err := parseStubStatus([]byte(page)); err != nil || got != want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	lab := string(capture(t, "lab/nginx-1.26.3.state"))
	if got, err := parseStubStatus([]byte(lab)); err != nil || render(got) != lab {
		t.Errorf("the captured page was parsed as %+v, %v", got, err)
	}
}

func TestNoStubStatus(t *testing.T) {
	whole := render(record.Nginx{Active: 1})
	for page, want := range map[string]string{
		"":                                       "ends before",
		whole[:strings.Index(whole, " Writing")]: "ends before",
		"<html><h1>Welcome":                      "begins with",
		whole + "Reading: 1":                     "text follows its end",
		strings.Replace(whole, ": 1", ": -1", 1): "where a number belongs",
		strings.Replace(whole, ": 1", ": 99999999999999999999", 1): "where a number belongs",
	} {
		if got, err := parseStubStatus([]byte(page)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v", page, got, err)
		}
	}
}

// Whatever is accepted as a page is one: written again, it parses to the same numbers.
func FuzzStubStatus(f *testing.F) {
	f.Add(capture(f, "lab/nginx-1.26.3.state"))
	f.Add([]byte(render(record.Nginx{Active: 1<<62 - 1})))
	f.Fuzz(func(t *testing.T, page []byte) {
		got, err := parseStubStatus(page)
		if err != nil {
			return
		}
		again, err := parseStubStatus([]byte(render(got)))
		if err != nil || again != got {
			t.Errorf("%+v, again %+v, %v", got, again, err)
		}
		if strings.Join(strings.Fields(render(got)), " ") != strings.Join(strings.Fields(string(page)), " ") &&
			!strings.Contains(string(page), " 0") {
			t.Errorf("%q was parsed as %+v", page, got)
		}
	})
}

func TestProbePage(t *testing.T) {
	for body, want := range map[string]record.Page{
		string(capture(t, "lab/profile-healthz.json")): {Requests: 8614, Errors: 0},
		`{"requests":7,"errors":2}`:                    {Requests: 7, Errors: 2},
		`{"requests":7}`:                               {Requests: 7, Errors: -1},
		`{"requests":-7,"errors":"x"}`:                 {Requests: -1, Errors: -1},
		`ok`:                                           {Requests: -1, Errors: -1},
		``:                                             {Requests: -1, Errors: -1},
		`[1]`:                                          {Requests: -1, Errors: -1},
	} {
		if got := parsePage([]byte(body)); got != want {
			t.Errorf("%s: %+v, want %+v", body, got, want)
		}
	}
}

func TestK6CapturedPages(t *testing.T) {
	var k record.K6
	if err := k6Status(capture(t, "lab/k6-1.8.1-status.json"), &k); err != nil {
		t.Fatal(err)
	}
	if err := k6Metrics(capture(t, "lab/k6-1.8.1-metrics.json"), &k); err != nil {
		t.Fatal(err)
	}
	want := record.K6{Status: 7, Running: true, VUs: 20, VUsMax: 200, Requests: 25448, Checks: 1, Iters: 489, Duration: record.Trend{
		Avg: 9826621, Min: 479931, Med: 5519429, Max: 299144504, P90: 21028660, P95: 32738373},
		Thresholds: []record.Threshold{{Metric: "checks"}, {Metric: "http_req_duration"}, {Metric: "http_req_failed"}}}
	near := cmp.Comparer(func(a, b time.Duration) bool { return (a - b).Abs() <= time.Microsecond })
	if diff := cmp.Diff(want, k, near); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The API's answers while two of the script's thresholds are crossed and one is not.
func TestK6CapturedThresholds(t *testing.T) {
	var k record.K6
	if err := k6Status(capture(t, "lab/k6-1.8.1-crossed-status.json"), &k); err != nil {
		t.Fatal(err)
	}
	if err := k6Metrics(capture(t, "lab/k6-1.8.1-crossed-metrics.json"), &k); err != nil {
		t.Fatal(err)
	}
	want := []record.Threshold{{Metric: "checks", Crossed: true}, {Metric: "http_req_duration"}, {Metric: "http_req_failed", Crossed: true}}
	if diff := cmp.Diff(want, k.Thresholds); diff != "" || !k.Tainted {
		t.Errorf("tainted %v, thresholds (-want +got)\n%s", k.Tainted, diff)
	}
}

func TestK6Failed(t *testing.T) {
	var k record.K6
	err := k6Metrics([]byte(`{"data":[{"id":"http_req_failed","attributes":{"sample":{"rate":0.01528}}},{"id":"http_reqs","attributes":{"sample":{"count":23353}}}]}`), &k)
	if err != nil || k.Failed != 357 {
		t.Errorf("%+v, %v", k, err)
	}
}

func TestNotK6(t *testing.T) {
	for _, body := range []string{"", "{}", `{"data":null}`, `{"data":{}}`, `<html>`, `{"errors":[{"title":"x"}]}`} {
		if err := k6Status([]byte(body), &record.K6{}); err == nil {
			t.Errorf("%q was accepted as a status", body)
		}
	}
	for _, body := range []string{"", "{}", `{"data":null}`, `<html>`} {
		if err := k6Metrics([]byte(body), &record.K6{}); err == nil {
			t.Errorf("%q was accepted as metrics", body)
		}
	}
}

// An impossible number is an error that names the metric. An impossible duration is left out.
func TestK6ImpossibleNumbers(t *testing.T) {
	page := func(id, sample string) []byte {
		return []byte(`{"data":[{"id":"` + id + `","attributes":{"sample":{` + sample + `}}}]}`)
	}
	for _, c := range [][2]string{
		{"http_reqs", `"count":1e300`}, {"http_reqs", `"count":9223372036854775808`}, {"http_reqs", `"count":-1`}, {"iterations", `"count":1e19`},
		{"http_req_failed", `"rate":1.5`}, {"http_req_failed", `"rate":-0.1`}, {"checks", `"rate":1e300`},
	} {
		err := k6Metrics(page(c[0], c[1]), &record.K6{})
		if err == nil || !strings.HasPrefix(err.Error(), "k6 reports an impossible ") || !strings.Contains(err.Error(), " for "+c[0]+": ") {
			t.Errorf("%s %s: %v", c[0], c[1], err)
		}
	}
	var k record.K6
	err := k6Metrics(page("http_req_duration", `"avg":-1,"min":1e300,"med":5,"max":1e18,"p(90)":-0.0001,"p(95)":31622400000`), &k)
	if want := (record.Trend{Med: 5 * time.Millisecond, P95: record.MaxWait}); err != nil || k.Duration != want {
		t.Errorf("%+v, %v, want %+v", k.Duration, err, want)
	}
	for _, vus := range []string{"-1", "2147483648", "1e300"} {
		if err := k6Status([]byte(`{"data":{"attributes":{"status":7,"vus":`+vus+`}}}`), &record.K6{}); err == nil {
			t.Errorf("%s users were accepted", vus)
		}
	}
}
