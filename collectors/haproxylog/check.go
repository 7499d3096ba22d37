package haproxylog

import (
	"strings"

	"hadash/record"
)

// Check parses a sentence of "option log-health-checks", or of an agent's check. It takes the sentence alone (see
// Body).
//
//	Health check for backup server be/s failed, reason: Layer7 timeout, check duration: 1000ms, status: 2/3 UP.
func Check(body string) (record.HealthCheck, bool) {
	var h record.HealthCheck
	rest, ok := strings.CutPrefix(body, "Health check for ")
	if !ok {
		if rest, ok = strings.CutPrefix(body, "Agent check for "); !ok {
			return h, false
		}
		h.Agent = true
	}
	rest, ok = strings.CutPrefix(strings.TrimPrefix(rest, "backup "), "server ")
	name, rest, _ := strings.Cut(rest, " ")
	h.Backend, h.Server, _ = strings.Cut(name, "/")
	if !ok || h.Backend == "" || h.Server == "" {
		return h, false
	}
	verdict, rest, _ := strings.Cut(strings.TrimPrefix(rest, "conditionally "), ", ")
	h.OK = verdict == "succeeded"
	if !h.OK && verdict != "failed" {
		return h, false
	}
	i := strings.LastIndex(rest, "status: ")
	if i < 0 {
		return h, false
	}
	h.Reason = strings.TrimPrefix(strings.TrimSuffix(rest[:i], ", "), "reason: ")
	h.Status, ok = health(strings.TrimSuffix(rest[i+len("status: "):], "."))
	return h, ok
}

// health converts "2/3 UP" to the form of the stats page: UP 2/3. "3/3 UP" and "0/2 DOWN" are complete states, which
// the page writes without numbers (src/check.c, src/stats-proxy.c).
func health(text string) (record.Status, bool) {
	number, state, _ := strings.Cut(text, " ")
	n, of, ok := strings.Cut(number, "/")
	have, ok1 := count(n)
	full, ok2 := count(of)
	if !ok || !ok1 || !ok2 || n == "" || of == "" || state == "" {
		return record.Status{}, false
	}
	if have == full && state != "DOWN" || have == 0 && state == "DOWN" {
		return record.ParseStatus(state), true
	}
	return record.ParseStatus(state + " " + number), true
}
