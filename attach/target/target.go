// Package target reads what a user names to be watched: a socket, a page, a log, a command, a probe.
package target

import (
	"net/url"

	"hadash/record"
)

// Via is how a target is reached.
type Via string

// The ways.
const (
	Socket   Via = "socket"   // HAProxy's Runtime API, at a UNIX socket or a TCP address
	Page     Via = "page"     // over HTTP
	Command  Via = "command"  // HAProxy's Runtime API, over the standard input and output of a command
	Database Via = "database" // MySQL or MariaDB
	Probe    Via = "probe"    // requests of our own
	File     Via = "file"     // a log
	Output   Via = "output"   // a log: the output of a command
	Journal  Via = "journal"  // a log: a unit of systemd
	Syslog   Via = "syslog"   // a log: messages that are sent to us
	Stdin    Via = "stdin"    // a log: standard input
	Conf     Via = "conf"     // the configuration of a balancer
)

// Target is one of them.
type Target struct {
	Name string      // of the node that it is, or that its log is of; "" = not said
	Kind record.Kind // "" = not said
	Via  Via         // "" = an address of which it is not said what is there: a path, or a page
	URL  *url.URL    // of a Socket, Page, Database, Probe and Syslog; it may hold a login, which is never shown

	Path    string // of a File, a Conf, or a path of which it is not said what is there
	Command string // of a Command and an Output; it may hold secrets, and is never shown
	Unit    string // of a Journal
}

// Log reports whether it is a log.
func (t *Target) Log() bool {
	switch t.Via {
	case File, Output, Journal, Syslog, Stdin:
		return true
	}
	return false
}

// String is the target as it may be shown: without its login, and of a command only its program.
func (t *Target) String() string {
	switch {
	case t.Command != "":
		return t.scheme("exec:") + program(t.Command) + " ..."
	case t.Unit != "":
		return "journal:" + record.Clean(t.Unit)
	case t.Via == Stdin:
		return "-"
	case t.Path != "":
		return record.Clean(t.Path)
	case t.URL != nil:
		return t.scheme(record.Clean(t.shown()))
	}
	return ""
}

// shown is its URL without a login. The parts of a URL where passwords are hidden in queries go, too.
func (t *Target) shown() string {
	u := *t.URL
	if u.User != nil {
		u.User = nil
	}
	return record.Redact(u.String())
}

func (t *Target) scheme(rest string) string {
	switch {
	case t.Via == Probe:
		return "probe+" + rest
	case t.Via == Syslog:
		return "syslog+" + rest
	case t.Kind == record.KindHAProxy || t.Kind == record.KindNginx:
		return string(t.Kind) + "+" + rest
	}
	return rest
}
