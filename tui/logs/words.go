package logs

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"hadash/record"
	"hadash/tui/paint"
)

// wordsOf returns a line in words: JSON without its keys, a program's shorthand as a sentence; "" if the text says it best.
func wordsOf(l *record.Line, app *message, text string) string {
	switch {
	case l.Request != nil:
		return requestWords(l)
	case l.Access != nil:
		return accessWords(l.Access)
	case l.Session != nil:
		return sessionWords(l.Session)
	case l.State != nil:
		return stateWords(l.State)
	case l.Upstream != nil:
		return failedWords(l.Upstream)
	case app != nil:
		return app.words()
	}
	return plainWords(text)
}

// requestWords is a request as the load script reports it: "GET /profile/?id=674 503 after 8.0 s by app2: reset".
func requestWords(l *record.Line) string {
	r := l.Request
	text := r.Name + " "
	if target := targetOf(l.Text); target != "" {
		method, _, _ := strings.Cut(after(l.Text, `"method":"`), `"`)
		text = strings.TrimSpace(method+" "+target) + " "
	}
	if r.Status > 0 {
		text += fmt.Sprint(r.Status)
	} else {
		text += "no answer"
	}
	text += took(r.Failed || r.Status >= 500 || r.Status == 0, r.Took)
	if r.Instance != "" {
		text += " by " + r.Instance
	}
	if r.Replica != "" {
		text += ", from " + r.Replica
	}
	if r.Error != "" && r.Error != fmt.Sprint(r.Status) {
		text += ": " + r.Error
	}
	return record.Clean(text)
}

// after is what follows a part of a text; "" if it has none.
func after(text, part string) string {
	_, rest, _ := strings.Cut(text, part)
	return rest
}

// accessWords is a request as nginx logs it: "GET /profile/ 200 in 310 ms". The servers that it tried are named beside it.
func accessWords(a *record.Access) string {
	text := strings.TrimSpace(fmt.Sprint(a.Method, " ", a.URI, " ", a.Status))
	if a.Took > 0 {
		text += took(a.Status >= 500, a.Took)
	}
	return record.Clean(text)
}

// took is how long a request took: one that failed ended after it.
func took(failed bool, d time.Duration) string {
	if failed {
		return " after " + paint.Took(d)
	}
	return " in " + paint.Took(d)
}

// The keys that programs use for the same thing, the usual one first.
var (
	messageKeys = []string{"msg", "message"}
	reasonKeys  = []string{"reason", "err", "error"}
	tookKeys    = []string{"took_ms", "ms"}
)

// message is a structured message of an application.
type message struct {
	method, path string
	status       int
	took         time.Duration
	text, reason string
	count        string // of what was repeated
	server       string
}

// messageOf reads a line of JSON that is nothing else; nil if it is none, or says nothing.
func messageOf(l *record.Line) *message {
	if !strings.HasPrefix(l.Text, "{") || l.Request != nil || l.Access != nil {
		return nil
	}
	var fields map[string]any
	if json.Unmarshal([]byte(l.Text), &fields) != nil {
		return nil
	}
	m := message{text: first(fields, messageKeys), reason: first(fields, reasonKeys), method: textOf(fields["method"]), path: textOf(fields["path"]),
		count: textOf(fields["reads"]), server: textOf(fields["replica"])}
	if m.text == "" {
		return nil
	}
	if status, ok := fields["status"].(float64); ok && status >= 100 && status < 1000 {
		m.status = int(status)
	}
	for _, key := range tookKeys {
		if ms, ok := fields[key].(float64); ok && ms >= 0 && ms < math.MaxInt32 {
			m.took = time.Duration(ms * float64(time.Millisecond))
		}
	}
	return &m
}

// words are "GET /profile/ 503 after 8.0 s: read session: bad connection". That a request with such a status failed need
// not be said.
func (m *message) words() string {
	var parts []string
	request := strings.TrimSpace(m.method + " " + m.path)
	if request != "" && m.status > 0 {
		request += " " + strconv.Itoa(m.status)
	}
	if request != "" && m.took > 0 {
		request += " after " + paint.Took(m.took)
	}
	text := m.text
	if m.status >= 500 && m.reason != "" && text == "request failed" {
		text = ""
	}
	if text == "reads repeated" && m.count != "" { // our own application
		text = "repeated " + m.count + " reads"
		if m.count == "1" {
			text = "repeated 1 read"
		}
		if m.server != "" {
			text += " of " + m.server
		}
	}
	for _, part := range []string{request, text, m.reason} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return record.Clean(strings.Join(parts, ": "))
}

// first is the first of these fields that has a text.
func first(fields map[string]any, keys []string) string {
	for _, key := range keys {
		if v := textOf(fields[key]); v != "" {
			return v
		}
	}
	return ""
}

// textOf is a value that is one word or sentence, or a whole number; "" for any other.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		if v == math.Trunc(v) && math.Abs(v) < 1e9 {
			return fmt.Sprint(int64(v))
		}
	}
	return ""
}
