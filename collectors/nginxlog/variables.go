package nginxlog

import "hadash/collectors/lineform"

// variable is what a variable of nginx holds.
type variable struct {
	slot  slot
	rank  int8 // of those of the same slot, the highest is taken
	shape lineform.Shape
	width int
}

// variables are those whose value is used, or has a shape that shows where it ends. Any other one may be any text.
var variables = map[string]variable{
	"status":                 {slot: status, rank: 1, shape: lineform.Number},
	"request_method":         {slot: method, rank: 1, shape: lineform.Word},
	"uri":                    {slot: uri, rank: 2, shape: lineform.Path},
	"document_uri":           {slot: uri, rank: 2, shape: lineform.Path},
	"request_uri":            {slot: uri, rank: 1, shape: lineform.Path},
	"request":                {slot: request, rank: 1, shape: lineform.Request},
	"request_time":           {slot: took, rank: 1, shape: lineform.Number},
	"msec":                   {slot: ended, rank: 3, shape: lineform.Number},
	"time_iso8601":           {slot: ended, rank: 2, shape: lineform.Fixed, width: len("2026-11-29T12:00:03+00:00")},
	"time_local":             {slot: ended, rank: 1, shape: lineform.Fixed, width: len("29/Nov/2026:12:00:03 +0000")},
	"upstream_addr":          {slot: addrs, rank: 1, shape: lineform.List},
	"upstream_status":        {slot: statuses, rank: 1, shape: lineform.List},
	"upstream_response_time": {slot: times, rank: 1, shape: lineform.List},
	"http_user_agent":        {slot: agent, rank: 1},

	"upstream_connect_time": list, "upstream_header_time": list, "upstream_response_length": list, "upstream_bytes_received": list,
	"upstream_bytes_sent": list, "upstream_session_time": list, "upstream_first_byte_time": list,
	"body_bytes_sent": number, "bytes_sent": number, "bytes_received": number, "request_length": number, "connection": number,
	"connection_requests": number, "connection_time": number, "pid": number, "server_port": number, "remote_port": number,
	"session_time": number, "gzip_ratio": number, "proxy_port": number, "proxy_protocol_port": number,
	"remote_addr": word, "realip_remote_addr": word, "proxy_protocol_addr": word, "server_addr": word, "scheme": word,
	"server_protocol": word, "protocol": word, "host": word, "hostname": word, "server_name": word, "proxy_host": word,
	"request_id": word, "https": word, "is_args": word, "pipe": word, "upstream_cache_status": word, "ssl_protocol": word, "ssl_cipher": word,
}

var (
	list   = variable{shape: lineform.List}
	number = variable{shape: lineform.Number}
	word   = variable{shape: lineform.Word}
)
