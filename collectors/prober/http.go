package prober

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"hadash/record"
	"hadash/record/probe"
)

// maxBody is how much of an answer is read: a probe is no download.
const maxBody = 4 << 20

// overHTTP requests a page.
type overHTTP struct {
	target probe.Target
	client *http.Client
}

func newHTTP(t probe.Target) *overHTTP {
	trust := &tls.Config{InsecureSkipVerify: t.Insecure} //nolint:gosec // the target says so
	if t.Host != "" {
		name, _, err := net.SplitHostPort(t.Host)
		if err != nil {
			name = t.Host
		}
		trust.ServerName = name
	}
	return &overHTTP{t, &http.Client{
		Transport: &http.Transport{ // no Proxy: it would be the proxy that is probed
			DialContext:            (&net.Dialer{}).DialContext,
			TLSClientConfig:        trust,
			DisableKeepAlives:      !t.KeepAlive,
			DisableCompression:     true,
			MaxIdleConnsPerHost:    probe.MaxRate,
			IdleConnTimeout:        time.Minute,
			MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// ask sends one request, and reads its whole answer.
func (h *overHTTP) ask(ctx context.Context) (a answer) {
	ctx, cancel := context.WithTimeout(ctx, h.target.Timeout)
	defer cancel()
	var connected atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected.Store(true) }})
	u := h.target.URL
	req, err := http.NewRequestWithContext(ctx, h.target.Method, u.String(), nil)
	if err != nil {
		return answer{err: "not a request that can be sent"}
	}
	req.Header.Set("User-Agent", agent)
	req.Header.Set("Accept", "*/*")
	req.Host = h.target.Host
	resp, err := h.client.Do(req)
	if err != nil {
		return answer{err: reason(err, connected.Load(), h.target.Timeout)}
	}
	defer resp.Body.Close()
	a.status, a.by = resp.StatusCode, h.by(resp.Header)
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, maxBody))
	switch {
	case !h.target.Answered(a.status):
		a.err = strconv.Itoa(a.status)
	case err != nil:
		a.status, a.err = 0, reason(err, true, h.target.Timeout)
	}
	return a
}

// by is who answered, by the first of the headers that is there.
func (h *overHTTP) by(header http.Header) string {
	for _, name := range h.target.Headers {
		if v := record.Clean(header.Get(name)); v != "" {
			return strings.ToValidUTF8(v[:min(len(v), maxName)], "")
		}
	}
	return ""
}
