package haproxylog

import "strings"

// Severity is the severity in a syslog header: RFC 5424's number plus one.
type Severity uint8

// The severities that matter here.
const (
	Unsaid  Severity = 0
	Warning Severity = 5
)

// severities are the names of the severities, as syslog daemons write them, by number.
var severities = [...]string{"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"}

// facilities are the names of the facilities, by number.
var facilities = []string{
	"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "security",
	"console", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
}

// selector parses "local0.info", with any separator.
func selector(word string, sep byte) (Severity, bool) {
	i := strings.IndexByte(word, sep)
	if i < 0 || !isFacility(word[:i]) {
		return Unsaid, false
	}
	for n, s := range severities {
		if word[i+1:] == s {
			return Severity(n + 1), true //nolint:gosec // one of eight
		}
	}
	switch word[i+1:] {
	case "panic":
		return 1, true
	case "error":
		return 4, true
	case "warn":
		return Warning, true
	}
	return Unsaid, false
}

func isFacility(word string) bool {
	for _, f := range facilities {
		if word == f {
			return true
		}
	}
	return false
}
