// Package probe parses the target of a probe: what it requests, how often, and when a request counts as failed.
package probe

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The bounds of a probe: it is a client, and no load.
const (
	DefaultRate    = 5
	MaxRate        = 50
	DefaultTimeout = 2 * time.Second
	MaxTimeout     = 30 * time.Second
)

// The schemes of a target.
const (
	SchemeHTTP  = "probe+http"
	SchemeHTTPS = "probe+https"
	SchemeTCP   = "probe+tcp"
)

// names are the headers that name who answered, where the target names none, the most usual first.
var names = []string{"X-Served-By", "X-Backend-Server", "X-Backend", "X-Instance", "X-Upstream", "X-Server"}

// Target is what a probe does.
type Target struct {
	URL       url.URL       // of HTTP: what is requested, without the options of the probe; it may have a user and a password
	Address   string        // host and port that are connected to
	TCP       bool          // it only connects
	Rate      int           // requests a second, 1 to MaxRate
	Timeout   time.Duration // after which a request counts as failed
	Method    string        // GET or HEAD
	Host      string        // the Host header, and the name in TLS; "" = the URL's
	Headers   []string      // which of the answer's headers names who answered: the first that is there
	Expect    []Status      // the statuses of a request that did not fail; empty = each below 500
	KeepAlive bool          // connections are used again; else each request has its own
	Insecure  bool          // certificates are not checked
	Greets    bool          // of TCP: the server speaks first, and only then has it answered
}

// Is reports whether a text is meant as the target of a probe.
func Is(text string) bool { return strings.HasPrefix(text, "probe+") }

// Parse parses a target as users write it:
//
//	probe+http://shop/health?rate=10
//	probe+https://shop/search?q=1#rate=10&expect=200
//	probe+tcp://10.0.0.5:3306#greets
//
// Parameters of the query that are named like an option are options, and are not sent. With a "#", the options are behind it and
// the whole query is sent as it is. Errors contain neither a password nor the query.
func Parse(text string) (Target, error) {
	u, err := url.Parse(strings.ReplaceAll(text, "[redacted]", "redacted")) // as recordings have a secret
	if err != nil {
		return Target{}, errors.New("probe: not a URL; write probe+http://HOST/PATH?rate=5 or probe+tcp://HOST:PORT")
	}
	t := Target{Rate: DefaultRate, Timeout: DefaultTimeout, Method: "GET", Headers: names}
	port := ""
	switch u.Scheme {
	case SchemeHTTP:
		port = "80"
	case SchemeHTTPS:
		port = "443"
	case SchemeTCP:
		t.TCP = true
	default:
		return Target{}, fmt.Errorf("probe: no scheme %q: write %s, %s or %s", u.Scheme, SchemeHTTP, SchemeHTTPS, SchemeTCP)
	}
	where := u.Scheme + "://" + u.Host
	if u.Hostname() == "" {
		return Target{}, fmt.Errorf("probe: %s names no host", u.Scheme)
	}
	if u.Port() != "" {
		port = u.Port()
	}
	if port == "" {
		return Target{}, fmt.Errorf("%s: no port: write %s:PORT", where, where)
	}
	if t.TCP && (strings.Trim(u.Path, "/") != "" || u.User != nil) {
		return Target{}, fmt.Errorf("%s: a TCP address has neither a path nor a user", where)
	}
	t.Address = net.JoinHostPort(u.Hostname(), port)
	if err := t.options(u, strings.Contains(text, "#")); err != nil {
		return Target{}, fmt.Errorf("%s: %w", where, err)
	}
	if !t.TCP {
		t.URL = *u
		t.URL.Scheme, t.URL.Fragment, t.URL.RawFragment = strings.TrimPrefix(u.Scheme, "probe+"), "", ""
		if t.URL.Path == "" {
			t.URL.Path = "/"
		}
	}
	return t, nil
}

// options reads the options of a URL, and removes those in its query.
func (t *Target) options(u *url.URL, behind bool) error {
	if behind {
		for pair := range strings.SplitSeq(u.EscapedFragment(), "&") {
			if pair == "" {
				continue
			}
			if err := t.option(pair, true); err != nil {
				return err
			}
		}
		return nil
	}
	var rest []string
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if !slices.Contains(options, name) {
			rest = append(rest, pair)
			continue
		}
		if err := t.option(pair, false); err != nil {
			return fmt.Errorf("%w (a parameter of the server's own? Then put the probe's options after a #)", err)
		}
	}
	u.RawQuery, u.ForceQuery = strings.Join(rest, "&"), false
	return nil
}

// What returns the kind of target in a word for people: "HTTP", "HTTPS" or "TCP".
func (t *Target) What() string {
	if t.TCP {
		return "TCP"
	}
	return strings.ToUpper(t.URL.Scheme)
}

// String returns what is requested, without a user, a password and the query.
func (t *Target) String() string {
	if t.TCP {
		return "tcp://" + t.Address
	}
	text := t.URL.Scheme + "://" + t.URL.Host + t.URL.EscapedPath()
	if t.URL.RawQuery != "" {
		text += "?..."
	}
	return text
}

// Within is how long before a failure the one before it may have been sent: a probe knows no better when something broke.
func (t *Target) Within() time.Duration { return time.Second / time.Duration(max(t.Rate, 1)) }

// Answered reports whether a status counts as an answer.
func (t *Target) Answered(status int) bool {
	if len(t.Expect) == 0 {
		return status > 0 && status < 500
	}
	return slices.ContainsFunc(t.Expect, func(s Status) bool { return s.has(status) })
}
