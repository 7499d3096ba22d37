package record

import "time"

// Settings is what a balancer's configuration says of how it notices a failure. Durations that the
// configuration leaves out have the program's default; 0 means that there is none.
type Settings struct {
	Checks    []Check    // HAProxy: one per server line
	Upstreams []Upstream // nginx: one per server line of an upstream block
	Files     []File     // what all this was read from, in the order in which it is read
}

// File is a configuration file in force. Its secrets are taken out (Redact), and so are its control
// characters but for the ends of its lines.
type File struct{ Path, Text string }

// Check is how HAProxy watches one server (configuration.txt 5.2, "server and default-server options").
type Check struct {
	Backend, Server string
	On              bool // "check" is there
	Protocol        bool // it asks for an answer (option httpchk, mysql-check, tcp-check expect, ...), not only for a connection
	Inter           time.Duration
	Fastinter       time.Duration // = Inter when not set
	Downinter       time.Duration // = Inter when not set
	Rise, Fall      int
	TimeoutCheck    time.Duration // 0 = not set: Inter bounds the whole check
	TimeoutConnect  time.Duration // of the backend
	TimeoutServer   time.Duration // of the backend
	Retries         int
	Redispatch      bool
	Observe         string // "layer4", "layer7" or ""
	ErrorLimit      int
	OnError         string // "mark-down", "fail-check", ...
	ShutdownDown    bool   // on-marked-down shutdown-sessions
}

// Upstream is how nginx watches one server of an upstream block (ngx_http_upstream_module), and how long
// a request waits for it where it is proxied to (ngx_http_proxy_module).
type Upstream struct {
	Group          string // the block's name
	Addr           string // "app1:9081", as written
	Backup         bool
	MaxFails       int           // 0 = never set aside
	FailTimeout    time.Duration // window and penalty
	ConnectTimeout time.Duration // proxy_connect_timeout
	ReadTimeout    time.Duration // proxy_read_timeout
	Tries          int           // proxy_next_upstream_tries, 0 = all
	Warns          bool          // error_log is at warn or lower: "temporarily disabled" is told
}
