package prober

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"hadash/record"
)

// reason says in a few words why there was no answer, without the address, which is known.
func reason(err error, connected bool, within time.Duration) string {
	var no syscall.Errno
	var dns *net.DNSError
	var trust *tls.CertificateVerificationError
	var plain tls.RecordHeaderError
	var alert tls.AlertError
	switch {
	case errors.As(err, &dns) && !dns.IsTimeout:
		return record.Clean("no such host " + dns.Name)
	case late(err) && connected:
		return record.NoAnswer + within.String()
	case late(err):
		return "no connection within " + within.String()
	case errors.As(err, &trust):
		return "TLS: " + untrusted(trust.Err)
	case errors.As(err, &plain), errors.Is(err, http.ErrSchemeMismatch):
		return "TLS: not spoken there"
	case errors.As(err, &alert):
		return record.Clean(alert.Error())
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "connection reset"
	case errors.As(err, &no):
		return no.Error()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "the answer was cut off"
	case errors.Is(err, io.EOF):
		return "closed without an answer"
	}
	var op *url.Error
	if errors.As(err, &op) {
		err = op.Err
	}
	text := record.Clean(err.Error())
	if strings.HasPrefix(text, "tls: ") {
		text = "TLS: " + text[len("tls: "):]
	}
	return text[:min(len(text), 120)]
}

func late(err error) bool {
	var n net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &n) && n.Timeout()
}

// untrusted says why a certificate is not accepted.
func untrusted(err error) string {
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var authority x509.UnknownAuthorityError
	switch {
	case errors.As(err, &name):
		return "the certificate is for another name"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the certificate has expired"
	case errors.As(err, &authority):
		return "the certificate's authority is not known"
	}
	return "the certificate is not accepted"
}
