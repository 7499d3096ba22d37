package probe

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"hadash/near"
)

// options are the names of all options.
var options = []string{"rate", "timeout", "header", "expect", "method", "host", "keepalive", "insecure", "greets"}

// ofHTTP are those that only HTTP has.
var ofHTTP = []string{"header", "expect", "method", "host", "keepalive", "insecure"}

// option reads one option: "rate=10", or "insecure".
func (t *Target) option(pair string, own bool) error {
	name, value, has := strings.Cut(pair, "=")
	value, err := url.QueryUnescape(value)
	switch {
	case err != nil:
		return fmt.Errorf("%s: not readable: %% begins two hexadecimal digits", name)
	case !slices.Contains(options, name) && own:
		hint := near.Hint(name, options)
		return fmt.Errorf("no option %q%s", name, hint)
	case t.TCP && slices.Contains(ofHTTP, name):
		return fmt.Errorf("%s: a TCP address has no such option", name)
	case !t.TCP && name == "greets":
		return errors.New("greets: only a TCP address has this option")
	case len(value) > 256:
		return fmt.Errorf("%s: longer than 256 characters", name)
	}
	bad := func(want string) error {
		return fmt.Errorf("%s=%s: must be %s", name, strconv.QuoteToGraphic(value), want)
	}
	switch name {
	case "rate":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > MaxRate {
			return bad(fmt.Sprintf("between 1 and %d requests a second", MaxRate))
		}
		t.Rate = n
	case "timeout":
		d, err := time.ParseDuration(value)
		if err != nil || d < 10*time.Millisecond || d > MaxTimeout {
			return bad(fmt.Sprintf("between 10ms and %s, such as 500ms or 2s", MaxTimeout))
		}
		t.Timeout = d
	case "method":
		if t.Method = strings.ToUpper(value); t.Method != "GET" && t.Method != "HEAD" {
			return bad("GET or HEAD")
		}
	case "header":
		if !token(value) {
			return bad("the name of a header, such as X-Served-By")
		}
		t.Headers = []string{value}
	case "host":
		if value == "" || strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`/\@?#"`, r) }) {
			return bad("a host name, such as shop.example")
		}
		t.Host = value
	case "expect":
		t.Expect = nil
		for text := range strings.SplitSeq(value, ",") {
			s, ok := statusOf(text)
			if !ok {
				return bad("statuses, such as 200 or 2xx,404")
			}
			t.Expect = append(t.Expect, s)
		}
	default:
		on, ok := yes(value, has)
		if !ok {
			return bad("yes or no")
		}
		switch name {
		case "keepalive":
			t.KeepAlive = on
		case "insecure":
			t.Insecure = on
		case "greets":
			t.Greets = on
		}
	}
	return nil
}

// yes reads a switch; one without a value is on.
func yes(value string, has bool) (on, ok bool) {
	switch value {
	case "":
		return true, !has
	case "1", "yes", "true", "on":
		return true, true
	case "0", "no", "false", "off":
		return false, true
	}
	return false, false
}

// token reports whether a text can be the name of a header.
func token(s string) bool {
	return s != "" && len(s) <= 64 && !strings.ContainsFunc(s, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		return !letter && r != '-' && r != '_'
	})
}

// Status is an HTTP status, or all of a class: 200, 2xx.
type Status struct{ From, To int }

func (s Status) has(status int) bool { return status >= s.From && status <= s.To }

// String is the status as users write it.
func (s Status) String() string {
	if s.From == s.To {
		return strconv.Itoa(s.From)
	}
	return strconv.Itoa(s.From/100) + "xx"
}

func statusOf(text string) (Status, bool) {
	if class, ok := strings.CutSuffix(strings.ToLower(text), "xx"); ok && len(class) == 1 && class[0] >= '1' && class[0] <= '5' {
		n := int(class[0]-'0') * 100
		return Status{n, n + 99}, true
	}
	n, err := strconv.Atoi(text)
	return Status{n, n}, err == nil && len(text) == 3 && n >= 100 && n <= 599
}
