// Package k6log finds, in k6's log, the JSON objects that the load script writes with console.error: one for each
// request that failed or was slow, and one for each user's second.
package k6log

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hadash/record"
)

// note is what k6/profile.js writes about a request.
type note struct {
	Time     time.Time `json:"time"`
	OK       *bool     `json:"ok"`
	Status   int       `json:"status"`
	Name     string    `json:"name"`
	URL      string    `json:"url"`
	MS       float64   `json:"ms"`
	Error    string    `json:"error"`
	Instance string    `json:"instance"`
	Replica  string    `json:"replica"`
}

// Request parses a line of k6's log, in its text format, its JSON format or raw.
//
//	time="2026-11-23T04:55:01Z" level=error msg="{\"time\":\"2026-11-23T04:55:01.123Z\",\"ok\":false,...}" source=console
func Request(text string) (record.Request, bool) {
	var n note
	object := message(text)
	if !strings.HasPrefix(object, "{") || json.Unmarshal([]byte(object), &n) != nil || n.OK == nil || n.URL == "" || n.Status < 0 || n.Status > 999 {
		return record.Request{}, false
	}
	took, ok := record.Wait(n.MS, time.Millisecond)
	if !ok {
		return record.Request{}, false
	}
	for _, by := range []*string{&n.Instance, &n.Replica} {
		if *by == "none" {
			*by = "" // the answer named none, or there was no answer
		}
	}
	return record.Request{
		At:       record.Instant(n.Time),
		Name:     record.Clean(name(n)),
		Status:   n.Status,
		Took:     took,
		Failed:   !*n.OK,
		Instance: record.Clean(n.Instance),
		Replica:  record.Clean(n.Replica),
		Error:    record.Clean(n.Error),
	}, true
}

// message returns what the script wrote, without what k6 puts around it.
func message(text string) string {
	if strings.HasPrefix(text, "{") {
		var l struct {
			Msg string `json:"msg"`
		}
		if json.Unmarshal([]byte(text), &l) == nil && l.Msg != "" {
			return l.Msg
		}
		return text
	}
	_, rest, ok := strings.Cut(text, ` msg="`)
	if !ok {
		return ""
	}
	quoted, err := strconv.QuotedPrefix(`"` + rest)
	if err != nil {
		return ""
	}
	msg, _ := strconv.Unquote(quoted)
	return msg
}

// name returns what was requested: the first part of the URL's path, unless the script names it.
func name(n note) string {
	if n.Name != "" {
		return n.Name
	}
	u, err := url.Parse(n.URL)
	if err != nil {
		return n.URL
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	return first
}
