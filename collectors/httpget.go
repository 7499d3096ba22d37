package collectors

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// The most that one poll may read: 32 MB is the CSV of a hundred thousand servers; the other pages have a few KB.
const (
	maxStats = 32 << 20
	maxPage  = 1 << 20
)

// getter requests pages of one target over one persistent connection. It reuses its buffer: the result of get is valid
// until the next call, or that of done.
type getter struct {
	client *http.Client
	near   *http.Client // for URLs that are Unchecked; nil before the first of them
	limit  int64
	buf    *bytes.Buffer // nil before the first page, and while it is lent to others
	begin  func()        // called when an answer begins; may be nil
}

// unchecked is the scheme of Unchecked. No label can ask for it: a Plan knows no such scheme.
const unchecked = "https+unchecked"

// Unchecked marks the URL of a page over TLS at the address of the very container that it belongs to: what its certificate says is not
// checked. Certificates of containers are made for the names by which clients call them, and not for addresses. Of any other URL the
// certificate counts, because a login may be sent there.
func Unchecked(u *url.URL) *url.URL {
	if u.Scheme != "https" {
		return u
	}
	marked := *u
	marked.Scheme = unchecked
	return &marked
}

func newGetter(limit int64) *getter {
	return &getter{limit: limit, client: newClient(nil)}
}

func newClient(trust *tls.Config) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			// No Proxy: the targets are near, and a proxy's answer would be mistaken for theirs.
			MaxIdleConns:           1,
			MaxConnsPerHost:        2, // HAProxy's "stats maxconn" is 10 for all clients together
			IdleConnTimeout:        time.Minute,
			MaxResponseHeaderBytes: 64 << 10,
			TLSClientConfig:        trust,
		},
		// A redirect is an answer: it says that the URL is not the right page.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// get requests a page, with basic authentication if the URL carries a user. It returns the whole body or an error.
func (g *getter) get(ctx context.Context, u *url.URL) (*http.Response, []byte, error) {
	resp, err := g.open(ctx, u)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	if g.begin != nil {
		g.begin()
	}
	if g.buf == nil {
		g.buf, _ = buffers.Get().(*bytes.Buffer)
	}
	g.buf.Reset()
	n, err := g.buf.ReadFrom(io.LimitReader(resp.Body, g.limit+1))
	if err == nil && n > g.limit {
		err = fmt.Errorf("the answer is longer than %d MB", g.limit>>20)
	}
	return resp, g.buf.Bytes(), err
}

// buffers are those of pages that were read: of a hundred large pages few are read at a time.
var buffers = sync.Pool{New: func() any { return &bytes.Buffer{} }}

// lent is from which size on a buffer is lent to others.
const lent = 16 << 10

// done says that the result of get is not needed any more.
func (g *getter) done() {
	if g.buf != nil && g.buf.Cap() >= lent {
		buffers.Put(g.buf)
		g.buf = nil
	}
}

// head requests the first n bytes of a page.
func (g *getter) head(ctx context.Context, u *url.URL, n int64) ([]byte, error) {
	resp, err := g.open(ctx, u)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(io.LimitReader(resp.Body, n))
}

func (g *getter) open(ctx context.Context, u *url.URL) (*http.Response, error) {
	client, u := g.to(u)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", "hadash")
	// Compression would only cost the target CPU time.
	req.Header.Set("Accept-Encoding", "identity")
	return client.Do(req)
}

// to is the client that requests a URL, and the URL as it is requested.
func (g *getter) to(u *url.URL) (*http.Client, *url.URL) {
	if u.Scheme != unchecked {
		return g.client, u
	}
	if g.near == nil {
		g.near = newClient(&tls.Config{InsecureSkipVerify: true}) //nolint:gosec // see Unchecked
	}
	bare := *u
	bare.Scheme = "https"
	return g.near, &bare
}

// Close closes the persistent connection.
func (g *getter) Close() error {
	g.client.CloseIdleConnections()
	if g.near != nil {
		g.near.CloseIdleConnections()
	}
	return nil
}

// statusError is an answer other than the requested page.
type statusError struct {
	code int
	hint string // what to try
}

func (e statusError) Error() string {
	text := fmt.Sprintf("%d %s", e.code, http.StatusText(e.code))
	if e.hint != "" {
		text += " (" + e.hint + ")"
	}
	return text
}
