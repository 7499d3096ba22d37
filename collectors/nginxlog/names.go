package nginxlog

import "strings"

// slot is a fact about a request that hadash uses.
type slot int

const (
	_ slot = iota
	status
	method
	uri
	request // "GET /x HTTP/1.1"
	took    // seconds
	tookNS  // nanoseconds
	ended
	addrs
	statuses
	times
	agent
	other // only shows that a line is one of the access log
	slots
)

// names maps names to facts: nginx's variables, the names in Elastic's and Logstash's schemas, and the short names of
// stack/tuned/nginx.conf. If a line has a fact twice, the higher rank is taken.
var names = map[string]struct {
	slot slot
	rank int8
}{
	"status": {status, 9}, "http.response.status_code": {status, 8}, "status_code": {status, 7}, "response_code": {status, 6},
	"response_status": {status, 6}, "http_status": {status, 6}, "response.status": {status, 5}, "response": {status, 4}, "code": {status, 1},
	"method": {method, 9}, "request_method": {method, 8}, "http.request.method": {method, 8}, "http_method": {method, 7},
	"request.method": {method, 7}, "verb": {method, 6},
	"uri": {uri, 9}, "request_uri": {uri, 8}, "url.path": {uri, 8}, "url.original": {uri, 7}, "document_uri": {uri, 7}, "path": {uri, 6},
	"request_path": {uri, 6}, "request.uri": {uri, 6}, "request.path": {uri, 6}, "url": {uri, 5}, "request.url": {uri, 5}, "request_url": {uri, 5},
	"request": {request, 9}, "request_line": {request, 8}, "http_request": {request, 7}, "request.line": {request, 7},
	"rt": {took, 9}, "request_time": {took, 8}, "request.time": {took, 7}, "request_duration": {took, 6}, "response_time": {took, 5},
	"event.duration": {tookNS, 9},
	"msec":           {ended, 9}, "time_msec": {ended, 8}, "time": {ended, 7}, "time_iso8601": {ended, 6}, "@timestamp": {ended, 5},
	"timestamp": {ended, 4}, "time_local": {ended, 3}, "ts": {ended, 2}, "date": {ended, 1},
	"upstream_addr": {addrs, 9}, "upstream.addr": {addrs, 8}, "upstream.address": {addrs, 7}, "upstream_address": {addrs, 7},
	"upstream": {addrs, 5}, "upstream_host": {addrs, 4}, "upstream_ip": {addrs, 4},
	"upstream_status": {statuses, 9}, "upstream.status": {statuses, 8}, "upstream.status_code": {statuses, 7},
	"upstream_status_code": {statuses, 7}, "upstream_response_status": {statuses, 6},
	"upstream_response_time": {times, 9}, "upstream.response_time": {times, 8}, "upstream_time": {times, 6}, "upstream.time": {times, 6},
	"remote_addr": {other, 1}, "body_bytes_sent": {other, 1}, "bytes_sent": {other, 1}, "request_length": {other, 1},
	"http_user_agent": {agent, 9}, "server_protocol": {other, 1}, "user_agent": {agent, 8}, "user_agent.original": {agent, 9}, "remote_ip": {other, 1},
}

// found holds the facts that a line states about a request.
type found struct {
	value [slots]string
	rank  [slots]int16 // 0: not found
}

// take stores a value under the longest known suffix of its path: "nginx.access.upstream.addr" is "upstream.addr". A
// more deeply nested value ranks lower.
func (f *found) take(path, value string) {
	path = snake(path)
	depth := int16(strings.Count(path, "."))
	for name := path; ; {
		if n, ok := names[name]; ok {
			f.keep(n.slot, int16(n.rank)+1000-100*min(depth-int16(strings.Count(name, ".")), 9), value)
			return
		}
		_, shorter, ok := strings.Cut(name, ".")
		if !ok {
			return
		}
		name = shorter
	}
}

// snake returns a path in lower case, with _ where a capital separates words: "httpRequest.requestMethod" is
// "http_request.request_method".
func snake(path string) string {
	if strings.IndexFunc(path, isCapital) < 0 {
		return path
	}
	b := make([]byte, 0, len(path)+8)
	for i := range len(path) {
		if i > 0 && isCapital(rune(path[i])) && path[i-1] >= 'a' && path[i-1] <= 'z' {
			b = append(b, '_')
		}
		b = append(b, path[i])
	}
	return strings.ToLower(string(b))
}

func isCapital(r rune) bool { return r >= 'A' && r <= 'Z' }

func (f *found) keep(s slot, rank int16, value string) {
	if s == status {
		if _, ok := statusOf(value); !ok && f.rank[s] > 0 {
			return // {"cache":{"status":"HIT"}}
		} else if _, had := statusOf(f.value[s]); ok && !had {
			f.rank[s] = 0
		}
	}
	if rank > f.rank[s] {
		f.rank[s], f.value[s] = rank, value
	}
}

// best is the highest rank.
const best = 9 + 1000

func (f *found) has(s slot) bool { return f.rank[s] > 0 }

// access reports whether the facts found can only be about a request.
func (f *found) access() bool {
	if f.has(addrs) || f.has(statuses) {
		return true
	}
	about := 0
	for _, s := range []slot{method, uri, request, took, times, agent, other} {
		if f.has(s) {
			about++
		}
	}
	return f.has(status) && about >= 1 || about >= 2
}
