package nginxlog

import "hadash/collectors/lineform"

// variables are those whose value is used, or has a shape that shows where it ends. Any other one may be any text.
var variables = map[string]lineform.Variable{
	"status":                 {Slot: int(status), Rank: 1, Shape: lineform.Number},
	"request_method":         {Slot: int(method), Rank: 1, Shape: lineform.Word},
	"uri":                    {Slot: int(uri), Rank: 2, Shape: lineform.Path},
	"document_uri":           {Slot: int(uri), Rank: 2, Shape: lineform.Path},
	"request_uri":            {Slot: int(uri), Rank: 1, Shape: lineform.Path},
	"request":                {Slot: int(request), Rank: 1, Shape: lineform.Request},
	"request_time":           {Slot: int(took), Rank: 1, Shape: lineform.Number},
	"msec":                   {Slot: int(ended), Rank: 3, Shape: lineform.Number},
	"time_iso8601":           {Slot: int(ended), Rank: 2, Shape: lineform.Fixed, Width: len("2026-11-29T12:00:03+00:00")},
	"time_local":             {Slot: int(ended), Rank: 1, Shape: lineform.Fixed, Width: len("29/Nov/2026:12:00:03 +0000")},
	"upstream_addr":          {Slot: int(addrs), Rank: 1, Shape: lineform.List},
	"upstream_status":        {Slot: int(statuses), Rank: 1, Shape: lineform.List},
	"upstream_response_time": {Slot: int(times), Rank: 1, Shape: lineform.List},
	"http_user_agent":        {Slot: int(agent), Rank: 1},

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
	list   = lineform.Variable{Shape: lineform.List}
	number = lineform.Variable{Shape: lineform.Number}
	word   = lineform.Variable{Shape: lineform.Word}
)
