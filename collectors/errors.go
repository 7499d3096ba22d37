package collectors

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"syscall"
)

// pollError says what was polled, where, and why there is no answer.
type pollError struct {
	what  string // "haproxy"
	where string // its URL, without a password; "" if unknown
	err   error
}

func (e *pollError) Error() string {
	if e.where == "" {
		return "poll " + e.what + ": " + e.err.Error()
	}
	return "poll " + e.what + " " + e.where + ": " + e.err.Error()
}

func (e *pollError) Unwrap() error { return e.err }

// failed wraps err with what and where, once, and drops what net and net/http would repeat.
func failed(what string, where *url.URL, err error) error {
	e := &pollError{what: what, err: why(err)}
	if where != nil {
		e.where = shown(where)
	}
	return e
}

// shown returns a URL that may be put on a screen: without user and password.
func shown(u *url.URL) string {
	bare := *u
	bare.User = nil
	bare.Scheme = strings.TrimSuffix(bare.Scheme, "+unchecked")
	return bare.String()
}

// why unwraps the layers that only say "Get URL" and "dial tcp ADDR: connect", which the caller has said already.
func why(err error) error {
	var dns *net.DNSError
	var no syscall.Errno
	var op *url.Error
	var trust *tls.CertificateVerificationError
	switch {
	case errors.As(err, &trust):
		return untrusted(trust.Err)
	case errors.As(err, &no):
		return no
	case isTimeout(err):
		return err // errLate takes its place
	case errors.As(err, &dns):
		return errors.New("no such host " + dns.Name)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the answer was cut off")
	case errors.Is(err, io.EOF):
		return errors.New("closed the connection without an answer")
	case errors.As(err, &op):
		return op.Err
	}
	return err
}

// untrusted says why a certificate is not accepted, and what to try.
func untrusted(err error) error {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var hint string
	switch {
	case errors.As(err, &name):
		hint = "hadash.status: https://NAME:PORT/... with a name of the certificate"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		hint = "renew it"
	default:
		hint = "from an authority of your own? Start hadash with SSL_CERT_FILE=FILE, its certificate"
	}
	return fmt.Errorf("its certificate is not accepted: %w (%s; only a page that discovery finds at its container's own address is read without this check)", err, hint)
}

// isTimeout reports whether a deadline has passed, including our own, which net/http returns as the cause.
func isTimeout(err error) bool {
	var n net.Error
	var ours errLate
	return errors.As(err, &ours) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) ||
		errors.As(err, &n) && n.Timeout()
}

// oneLine returns the beginning of a text from outside, fit for an error message.
func oneLine(b []byte) string {
	if len(b) > 60 {
		b = b[:60]
	}
	return strings.Join(strings.Fields(string(b)), " ")
}
