package logs

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"hadash/record"
	"hadash/tui/paint"
)

// wordsOf returns a line that is JSON in words, without its keys; "" if it is not JSON, or has nothing that can be put so.
func wordsOf(l *record.Line, text string) string {
	if !strings.HasPrefix(text, "{") {
		return ""
	}
	switch {
	case l.Request != nil:
		return requestWords(l.Request)
	case l.Access != nil:
		return accessWords(l.Access)
	}
	var fields map[string]any
	if json.Unmarshal([]byte(text), &fields) != nil {
		return ""
	}
	return messageWords(fields)
}

// requestWords is a request as the load script reports it: "profile 503 after 8.0 s by app2, from mysql-slave1: reset".
func requestWords(r *record.Request) string {
	text := r.Name + " "
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
	if r.Error != "" {
		text += ": " + r.Error
	}
	return record.Clean(text)
}

// accessWords is a request as nginx logs it: "GET /profile/ 200 in 310 ms, tried app1:9081, app2:9081".
func accessWords(a *record.Access) string {
	text := fmt.Sprint(a.Method, " ", a.URI, " ", a.Status) + took(a.Status >= 500, a.Took)
	if len(a.Upstreams) > 0 {
		text += ", tried " + strings.ReplaceAll(tried(a.Upstreams), " ", ", ")
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
)

// messageWords is a structured message: "GET /profile/ 503 after 8.0 s: request failed: read session: bad connection".
func messageWords(fields map[string]any) string {
	message := first(fields, messageKeys)
	if message == "" {
		return ""
	}
	var request []string
	for _, key := range []string{"method", "path", "status"} {
		if v := textOf(fields[key]); v != "" {
			request = append(request, v)
		}
	}
	text := strings.Join(request, " ")
	if ms, ok := fields["ms"].(float64); ok && ms >= 0 && ms < math.MaxInt32 && text != "" {
		text += " after " + paint.Took(time.Duration(ms*float64(time.Millisecond)))
	}
	for _, part := range []string{message, first(fields, reasonKeys)} {
		switch {
		case text != "" && part != "":
			text += ": " + part
		case part != "":
			text = part
		}
	}
	return record.Clean(text)
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
