// Package promex reads the page that HAProxy shows to Prometheus, and writes its numbers as the CSV of the statistics page; and that of an
// exporter of nginx.
package promex

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"hadash/record"
)

// About is what the page says of the process that answers.
type About struct {
	Version string
	Uptime  int64 // seconds; 0 = not said
	Process record.Process
}

// CSV turns a page into what "show stat" would say: as far as the exporter has it, so without addresses, ids, check texts and how many
// checks are left ("UP 1/3"). What it does not have is empty. The exporter calls a server UP that nobody checks; checked remembers
// from page to page which servers have been seen in a state that only a check makes.
func CSV(page []byte, checked map[string]bool) ([]byte, About, error) {
	p := parser{about: About{Process: record.Process{Maxconn: -1, CurrConns: -1, Idle: -1}}, at: map[string]*row{}}
	for line := range bytes.Lines(page) {
		p.line(strings.TrimSpace(string(line)))
	}
	if len(p.proxies) == 0 {
		return nil, p.about, errors.New("not HAProxy's page for Prometheus: it has no metric of a frontend or backend")
	}
	return p.csv(checked), p.about, nil
}

type parser struct {
	about   About
	proxies []*row // frontends and backends, in the order of the page
	at      map[string]*row
}

// row is a row of the CSV.
type row struct {
	kind           record.RowKind
	pxname, svname string
	values         map[string]string
	servers        []*row // of a backend
}

// row returns the row of an object, which is new at its first metric.
func (p *parser) row(kind record.RowKind, proxy, server string) *row {
	key := strconv.Itoa(int(kind)) + "\x00" + proxy + "\x00" + server
	if r := p.at[key]; r != nil {
		return r
	}
	r := &row{kind: kind, pxname: proxy, svname: server, values: map[string]string{}}
	p.at[key] = r
	if kind != record.RowServer {
		p.proxies = append(p.proxies, r)
		return r
	}
	of := p.row(record.RowBackend, proxy, "BACKEND")
	of.servers = append(of.servers, r)
	return r
}

// line reads "name{label="value",...} number".
func (p *parser) line(text string) {
	text, ok := strings.CutPrefix(text, "haproxy_")
	if !ok {
		return
	}
	level, rest, ok := strings.Cut(text, "_")
	if !ok {
		return
	}
	name, labels, value, ok := metric(rest)
	if !ok {
		return
	}
	var r *row
	switch {
	case level == "process":
		p.process(name, labels, value)
		return
	case labels["proxy"] == "":
		return
	case level == "frontend":
		r = p.row(record.RowFrontend, labels["proxy"], "FRONTEND")
	case level == "backend":
		r = p.row(record.RowBackend, labels["proxy"], "BACKEND")
	case level == "server" && labels["server"] != "":
		r = p.row(record.RowServer, labels["proxy"], labels["server"])
	default:
		return
	}
	p.put(r, name, labels, value)
}

// metric splits a line of the page.
func metric(text string) (name string, labels map[string]string, value string, ok bool) {
	i := strings.IndexAny(text, "{ ")
	if i < 0 {
		return "", nil, "", false
	}
	name, text = text[:i], text[i:]
	labels = map[string]string{}
	for text[0] != ' ' {
		key, rest, found := strings.Cut(text[1:], `="`)
		if !found {
			return "", nil, "", false
		}
		end := 0
		for end < len(rest) && rest[end] != '"' {
			if rest[end] == '\\' {
				end++
			}
			end++
		}
		if end+1 >= len(rest) {
			return "", nil, "", false
		}
		labels[key] = plain.Replace(rest[:end])
		if text = rest[end+1:]; text[0] == '}' {
			text = text[1:]
			break
		}
	}
	value, _, _ = strings.Cut(strings.TrimSpace(text), " ") // a time may follow
	return name, labels, value, value != ""
}

// plain undoes the escapes of a label's value.
var plain = strings.NewReplacer(`\\`, `\`, `\"`, `"`, `\n`, " ")

func (p *parser) process(name string, labels map[string]string, value string) {
	n, ok := whole(value)
	switch name {
	case "build_info":
		p.about.Version = record.Clean(labels["version"])
	case "uptime_seconds":
		p.about.Uptime = n
	case "max_connections":
		p.about.Process.Maxconn = known(n, ok)
	case "current_connections":
		p.about.Process.CurrConns = known(n, ok)
	case "idle_time_percent":
		p.about.Process.Idle = known(n, ok)
	}
}

func known(n int64, ok bool) int64 {
	if !ok {
		return -1
	}
	return n
}

// whole reads a number without a fraction; false for NaN, which stands for what an object does not have.
func whole(value string) (int64, bool) {
	n, err := strconv.ParseFloat(value, 64)
	if err != nil || n != n || n < -1 || n > 1<<62 {
		return 0, false
	}
	return int64(n), true
}

// put adds a metric to its row.
func (p *parser) put(r *row, name string, labels map[string]string, value string) {
	column, scale := columnOf[name], int64(1)
	switch {
	case name == "http_responses_total":
		column = "hrsp_" + labels["code"]
		r.values["mode"] = "http"
	case name == "status" || name == "check_status":
		if state, set := labels["state"]; set && value == "1" {
			r.values[name] = state
		} else if n, ok := whole(value); !set && ok && name == "status" { // before 2.4 it was a number
			r.values[name] = stateOf(r.kind, n)
		}
		return
	case strings.HasSuffix(name, "_average_seconds") || name == "check_duration_seconds":
		scale = 1000
	}
	if column == "" {
		return
	}
	if n, err := strconv.ParseFloat(value, 64); err == nil && n == n {
		r.values[column] = strconv.FormatInt(int64(n*float64(scale)+0.5*float64(min(scale-1, 1))), 10)
	}
}

// stateOf reads a state that is written as a number.
func stateOf(kind record.RowKind, n int64) string {
	states := []string{"DOWN", "UP", "MAINT", "DRAIN", "NOLB"}
	if kind != record.RowServer {
		states = states[:2]
	}
	if n < 0 || n >= int64(len(states)) {
		return ""
	}
	return states[n]
}
