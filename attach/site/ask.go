package site

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"hadash/attach/target"
	"hadash/files"
	"hadash/record"
	"hadash/runtimeapi"
)

// patience is how long one target is waited for while it is asked what it is.
const patience = 3 * time.Second

// askAll finds out what each target is, all at once.
func askAll(ctx context.Context, all []target.Target, options Options) ([]target.Target, error) {
	out, errs := make([]target.Target, len(all)), make([]error, len(all))
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, patience)
			defer cancel()
			out[i], errs[i] = ask(ctx, all[i], options)
		})
	}
	wg.Wait()
	return out, errors.Join(errs...)
}

// ask finds out what a target is of which the user did not say it.
func ask(ctx context.Context, t target.Target, options Options) (target.Target, error) {
	var err error
	switch {
	case t.Via == target.File || t.Via == target.Conf:
		err = readable(t)
		if err == nil && t.Kind == "" {
			t.Kind = kindOfText(t)
		}
	case t.Via == "" && t.Path != "":
		t, err = askPath(t)
	case t.Via == "" && t.URL != nil:
		t, err = askPage(ctx, t, options)
	}
	if err != nil {
		return t, fmt.Errorf("%s: %w", t.String(), err)
	}
	return t, nil
}

// askPath finds out what is at a path: a socket, a log, or a configuration.
func askPath(t target.Target) (target.Target, error) {
	info, err := os.Stat(t.Path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return t, errors.New("there is no such file; 'hadash discover' lists what this machine has")
	case err != nil:
		return t, permission(t, err)
	case info.IsDir():
		return t, errors.New("a folder; name a socket, a log or a configuration in it")
	case info.Mode()&os.ModeSocket != 0:
		if t.Kind != "" && t.Kind != record.KindHAProxy {
			return t, fmt.Errorf("a socket, which is nothing that %s has", t.Kind)
		}
		t.Kind, t.Via, t.URL = record.KindHAProxy, target.Socket, &url.URL{Scheme: "unix", Path: t.Path}
		t.Path = ""
		return t, nil
	}
	if err := readable(t); err != nil {
		return t, err
	}
	if t.Via = target.File; isConf(t.Path) {
		t.Via = target.Conf
	}
	if t.Kind == "" {
		t.Kind = kindOfText(t)
	}
	return t, nil
}

func isConf(path string) bool {
	return strings.HasSuffix(path, ".cfg") || strings.HasSuffix(path, ".conf")
}

// readable returns why a file cannot be read, with what lets it be read. A log may be made later.
func readable(t target.Target) error {
	f, err := os.Open(t.Path)
	switch {
	case errors.Is(err, os.ErrNotExist) && t.Via == target.File:
		return nil
	case err != nil:
		return permission(t, err)
	}
	return f.Close()
}

var (
	haproxyLine  = regexp.MustCompile(`(?m)\bhaproxy(\[\d+\])?:|^\S*\s*(global|defaults|frontend|backend|listen)\b|<NOSRV>`)
	nginxLine    = regexp.MustCompile(`(?m)\bnginx:|\[(error|warn|crit|notice)\] \d+#\d+|" \d{3} \d+ "|^\s*(http|events|server|upstream)\b.*\{|^\s*worker_processes\b`)
	haproxyOrder = regexp.MustCompile(`(?m)^\s*(global|defaults|frontend|backend|listen)\b`)
)

// kindOfText says whose file it is, by its end, else by its name; "" if neither says.
func kindOfText(t target.Target) record.Kind {
	text := end(t.Path)
	byHAProxy, byNginx := haproxyLine.Match(text), nginxLine.Match(text)
	switch name := strings.ToLower(t.Path); {
	case t.Via == target.Conf && haproxyOrder.Match(text):
		return record.KindHAProxy
	case byHAProxy && !byNginx:
		return record.KindHAProxy
	case byNginx && !byHAProxy:
		return record.KindNginx
	case strings.Contains(name, "haproxy"):
		return record.KindHAProxy
	case strings.Contains(name, "nginx"), strings.HasSuffix(name, "access.log"), strings.HasSuffix(name, "error.log"):
		return record.KindNginx
	}
	return ""
}

// ending is how much of the end of a file is looked at.
const ending = 16 << 10

func end(path string) []byte {
	f, err := files.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err == nil && info.Size() > ending {
		_, _ = f.Seek(-ending, io.SeekEnd)
	}
	text, _ := io.ReadAll(io.LimitReader(f, ending))
	return text
}

// askPage asks a page whose it is.
func askPage(ctx context.Context, t target.Target, options Options) (target.Target, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.URL.String(), nil)
	if err != nil {
		return t, runtimeapi.WithoutURL(err)
	}
	req.Header.Set("User-Agent", "hadash")
	client := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: options.Insecure}}, //nolint:gosec // only if the user says so
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	resp, err := client.Do(req)
	if err != nil {
		return t, fmt.Errorf("it is not known what is there: %w; begin it with haproxy+ or nginx+ to watch it all the same", certificate(runtimeapi.WithoutURL(err)))
	}
	defer func() { _ = resp.Body.Close() }()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	switch {
	case resp.StatusCode == http.StatusUnauthorized && t.URL.User != nil:
		return t, errors.New("it does not take the login that the URL has")
	case resp.StatusCode == http.StatusUnauthorized:
		return t, errors.New("it wants a login: its name and password belong in front of the host")
	case resp.StatusCode == http.StatusForbidden:
		return t, errors.New("it answers 403: a rule there does not let this machine ask")
	case bytes.HasPrefix(body, []byte("# pxname,")), bytes.Contains(body, []byte("Statistics Report for HAProxy")), bytes.Contains(body, []byte("haproxy_process_")), bytes.Contains(body, []byte("haproxy_frontend_")):
		t.Kind, t.Via = record.KindHAProxy, target.Page
	case bytes.HasPrefix(body, []byte("Active connections:")), bytes.Contains(body, []byte("nginx_connections_active")):
		t.Kind, t.Via = record.KindNginx, target.Page
	default:
		return t, fmt.Errorf("it answers %d with neither HAProxy's statistics nor nginx's stub_status; a probe of it is probe+%s", resp.StatusCode, t.String())
	}
	return t, nil
}

// certificate says how a certificate that is not trusted is trusted.
func certificate(err error) error {
	var bad *tls.CertificateVerificationError
	if errors.As(err, &bad) {
		return fmt.Errorf("%w (SSL_CERT_FILE=CA.pem trusts your own authority, --insecure anybody)", err)
	}
	return err
}
