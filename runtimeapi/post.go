package runtimeapi

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"hadash/journal"
	"hadash/record"
)

// Direct goes to containers without a proxy of the environment, which would see the logins of pages and cannot reach most containers.
var Direct = &http.Transport{MaxIdleConns: 4, IdleConnTimeout: 10 * time.Second}

// pageClient does not follow redirects: their Location is the stats page's answer.
var pageClient = &http.Client{
	Transport:     Direct,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// unchecked is pageClient for pages whose certificates the user does not want to be checked.
var unchecked = &http.Client{
	Transport:     &http.Transport{MaxIdleConns: 4, IdleConnTimeout: 10 * time.Second, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}, //nolint:gosec // the user's own choice
	CheckRedirect: pageClient.CheckRedirect,
}

func (b Balancer) client() *http.Client {
	if b.Insecure {
		return unchecked
	}
	return pageClient
}

// Post has the stats page do an action with a server: ready, drain or maint, which set its state, hdown or hrunn, which set its health, or
// shutdown, which cuts its sessions.
func (b Balancer) Post(ctx context.Context, s journal.Server, action string) error {
	if b.Status == nil {
		return b.NoStatus
	}
	ctx, cancel := context.WithTimeout(ctx, balancerLimit)
	defer cancel()
	page := record.StatsPage(b.Status)
	// The backend comes last, as in the page's own form: HAProxy reads the form from its end.
	form := "s=" + url.QueryEscape(s.Server) + "&action=" + action + "&b=" + url.QueryEscape(s.Backend)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, page.String(), strings.NewReader(form))
	if err != nil {
		return fmt.Errorf("post to %s: %w", page.Redacted(), WithoutURL(err))
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := b.client().Do(req)
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("post to %s: %w: %w", page.Redacted(), ErrDoubt, WithoutURL(err))
	}
	if err != nil {
		return fmt.Errorf("post to %s: %w", page.Redacted(), WithoutURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
	if err := pageAnswer(resp); err != nil {
		return fmt.Errorf("post to %s: %w", page.Redacted(), err)
	}
	return nil
}

var pageCode = regexp.MustCompile(`;st=([A-Z]+)`)

// pageAnswer reads the result code in the stats page's redirect (HAProxy's src/stats-html.c).
func pageAnswer(resp *http.Response) error {
	code := pageCode.FindStringSubmatch(resp.Header.Get("Location"))
	if resp.StatusCode != http.StatusSeeOther || code == nil {
		return fmt.Errorf("it answers %s; is it HAProxy's stats page?", record.Clean(resp.Status))
	}
	switch code[1] {
	case "DONE":
		return nil
	case "DENY":
		return fmt.Errorf("it answers DENY: the page needs `stats admin if ...`, or the service a label %s", adminLabel)
	case "ERRP":
		return fmt.Errorf("%w: it answers ERRP", ErrGone)
	}
	return fmt.Errorf("it answers %s: nothing is known to have changed", code[1])
}
