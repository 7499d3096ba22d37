package nginxlog

import (
	"strings"

	"hadash/record"
)

const unresolved = "could not be resolved ("

// kinds are the beginnings of nginx's messages about an upstream (src/http/ngx_http_upstream.c,
// src/stream/ngx_stream_proxy_module.c, src/event/ngx_event_connect.c, src/os/unix, src/event/ngx_event_openssl.c).
var kinds = []struct {
	begin string
	kind  record.UpstreamKind
}{
	{"connect() failed", record.UpstreamRefused},
	{"connect() to ", record.UpstreamRefused}, // at once, not after a while: "connect() to X failed (101: ...)"
	{"kevent() reported that connect() failed", record.UpstreamRefused},
	{"upstream timed out", record.UpstreamTimeout},
	{"upstream prematurely closed", record.UpstreamClosed},
	{"upstream closed prematurely", record.UpstreamClosed},
	{"peer closed connection in SSL handshake", record.UpstreamClosed},
	{"recv() failed", record.UpstreamReset},
	{"readv() failed", record.UpstreamReset},
	{"send() failed", record.UpstreamReset},
	{"writev() failed", record.UpstreamReset},
	{"sendfile() failed", record.UpstreamReset},
	{"sendfile64() failed", record.UpstreamReset},
	{"kevent() reported about an closed connection", record.UpstreamReset},
	{"SSL_read() failed", record.UpstreamReset},
	{"SSL_write() failed", record.UpstreamReset},
	{"upstream sent ", record.UpstreamInvalid}, // no valid HTTP/1.0 header, too big header, unsupported FastCGI protocol version, ...
	{"upstream rejected request", record.UpstreamInvalid},
	{"SSL_do_handshake() failed", record.UpstreamTLS},
	{"upstream SSL certificate", record.UpstreamTLS},
	{"no live upstreams", record.UpstreamNoLive},
	{"upstream server temporarily disabled", record.UpstreamDisabled},
}

// Linux's error numbers that say more than the call that failed with them.
const (
	netUnreachable  = 101
	timedOut        = 110
	refused         = 111
	hostUnreachable = 113
)

func kindOf(message string, errno int) record.UpstreamKind {
	for _, k := range kinds {
		if strings.HasPrefix(message, k.begin) {
			return byErrno(k.kind, errno)
		}
	}
	// The name comes first: "app1 could not be resolved (3: Host not found)".
	if before, _, ok := strings.Cut(message, unresolved); ok && !strings.ContainsAny(strings.TrimSpace(before), " \"") {
		return record.UpstreamUnresolved
	}
	return record.UpstreamOther
}

// byErrno distinguishes a broken connection from one that was never made. With UDP only recv() reports that nothing
// listens, and with TCP recv() may also report that the route is gone.
func byErrno(kind record.UpstreamKind, errno int) record.UpstreamKind {
	if kind != record.UpstreamReset {
		return kind
	}
	switch errno {
	case refused, netUnreachable, hostUnreachable:
		return record.UpstreamRefused
	case timedOut:
		return record.UpstreamTimeout
	}
	return kind
}
