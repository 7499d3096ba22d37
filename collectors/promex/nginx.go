package promex

import (
	"bytes"
	"errors"
	"strings"

	"hadash/record"
)

// Nginx reads the page of nginx's exporter for Prometheus (nginx-prometheus-exporter), which has the numbers of stub_status. They are not
// known while the exporter cannot read stub_status itself: nginx_up is 0 then.
func Nginx(page []byte) (n record.Nginx, err error) {
	slots := map[string]*int64{
		"connections_active": &n.Active, "connections_accepted": &n.Accepts, "connections_handled": &n.Handled, "http_requests_total": &n.Requests,
		"connections_reading": &n.Reading, "connections_writing": &n.Writing, "connections_waiting": &n.Waiting,
	}
	for line := range bytes.Lines(page) {
		text, ok := strings.CutPrefix(strings.TrimSpace(string(line)), "nginx_")
		if !ok {
			continue
		}
		name, _, value, ok := metric(text)
		if !ok {
			continue
		}
		if name == "up" && value == "0" {
			return record.Nginx{}, errors.New("the exporter does not reach stub_status of nginx: nginx_up is 0")
		}
		to := slots[name]
		if to == nil {
			continue
		}
		v, ok := whole(value)
		if !ok {
			return record.Nginx{}, errors.New("nginx_" + name + " is no number: " + record.Clean(value))
		}
		*to = v
		delete(slots, name)
	}
	if len(slots) > 0 {
		return record.Nginx{}, errors.New("not the page of an exporter of nginx, or cut off: it lacks nginx_connections_active or one of its other numbers")
	}
	return n, nil
}
