package haproxycfg

import (
	"cmp"
	"strconv"
	"strings"
)

// condition evaluates the condition after .if, as far as that is possible without HAProxy. A condition that HAProxy
// would refuse is unknown, too.
func condition(text string, env *environment) truth {
	text, ok := unquoted(text, env)
	if !ok {
		return unknown
	}
	if text == "" {
		return no
	}
	e := expression{text: text, env: env}
	t := e.or(0)
	if e.skip(); e.bad || e.at < len(text) {
		return unknown
	}
	return t
}

// unquoted returns a condition without quotes and comment, and with the values of its variables; false if one of them
// is not known.
func unquoted(text string, env *environment) (string, bool) {
	var all []string
	for _, w := range words(text, env) {
		if w.unknown != "" {
			return "", false
		}
		all = append(all, w.text)
	}
	return strings.Join(all, " "), true
}

// expression evaluates terms with !, &&, || and brackets from left to right.
type expression struct {
	text string
	at   int
	env  *environment
	bad  bool // it cannot be parsed
}

// maxBrackets is how deep HAProxy allows brackets to be nested.
const maxBrackets = 1024

func (e *expression) skip() {
	for e.at < len(e.text) && blank(e.text[e.at]) {
		e.at++
	}
}

// next skips sign if it comes next, and reports whether it did.
func (e *expression) next(sign string) bool {
	e.skip()
	if !strings.HasPrefix(e.text[e.at:], sign) {
		return false
	}
	e.at += len(sign)
	return true
}

func (e *expression) or(depth int) truth {
	t := e.and(depth)
	for !e.bad && e.next("||") {
		t = max(t, e.and(depth))
	}
	return t
}

func (e *expression) and(depth int) truth {
	t := e.term(depth)
	for !e.bad && e.next("&&") {
		t = min(t, e.term(depth))
	}
	return t
}

func (e *expression) term(depth int) truth {
	negated := false
	for e.next("!") {
		negated = !negated
	}
	t := unknown
	switch {
	case e.next("("):
		if depth >= maxBrackets {
			e.bad = true
			return unknown
		}
		t = e.or(depth + 1)
		e.bad = e.bad || !e.next(")")
	default:
		t = e.plain()
	}
	if negated {
		return t.not()
	}
	return t
}

// plain evaluates a number, or a predicate with its arguments.
func (e *expression) plain() truth {
	begin := e.at
	for e.at < len(e.text) && !strings.ContainsRune(" \t()&|!", rune(e.text[e.at])) {
		e.at++
	}
	word := e.text[begin:e.at]
	if n, err := strconv.ParseInt(word, 0, 64); err == nil {
		return truthOf(n != 0)
	}
	if e.at >= len(e.text) || e.text[e.at] != '(' {
		e.bad = true
		return unknown
	}
	end := strings.IndexByte(e.text[e.at:], ')')
	if end < 0 {
		e.bad = true
		return unknown
	}
	args := strings.Split(e.text[e.at+1:e.at+end], ",")
	e.at += end + 1
	for i := range args {
		args[i] = strings.TrimSpace(args[i])
	}
	return e.holds(word, args)
}

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// arity is the number of arguments of each predicate (configuration.txt 2.4).
var arity = map[string]int{
	"defined": 1, "feature": 1, "enabled": 1, "version_atleast": 1, "version_before": 1, "streq": 2, "strneq": 2, "strstr": 2,
	"openssl_version_atleast": 1, "openssl_version_before": 1, "ssllib_name_startswith": 1, "awslc_api_atleast": 1, "awslc_api_before": 1,
}

// holds evaluates a predicate. One about how HAProxy was built is unknown: that cannot be seen from here.
func (e *expression) holds(predicate string, args []string) truth {
	if n, ok := arity[predicate]; !ok || n != len(args) {
		e.bad = true
		return unknown
	}
	switch predicate {
	case "defined":
		if _, ok := e.env.value(args[0]); !ok && e.env.doubtful(args[0]) {
			return unknown
		} else {
			return truthOf(ok)
		}
	case "streq":
		return truthOf(args[0] == args[1])
	case "strneq":
		return truthOf(args[0] != args[1])
	case "strstr":
		return truthOf(strings.Contains(args[0], args[1]))
	case "version_atleast":
		return e.atLeast(args[0])
	case "version_before":
		return e.atLeast(args[0]).not()
	}
	return unknown
}

// first is the first version that has .if: a HAProxy that reads one is no older.
const first = "2.4"

// atLeast reports whether HAProxy has at least this version. Its official images put their version into the
// environment.
func (e *expression) atLeast(version string) truth {
	if own, ok := e.env.value("HAPROXY_VERSION"); ok {
		return truthOf(compareVersions(own, version) >= 0)
	}
	if compareVersions(first, version) >= 0 {
		return yes
	}
	return unknown
}

// compareVersions compares "2.6.12" and "2.7-dev1" by their numbers; a dev version is before the release.
func compareVersions(a, b string) int {
	for i := range 3 {
		if c := cmp.Compare(versionPart(a, i), versionPart(b, i)); c != 0 {
			return c
		}
	}
	return cmp.Compare(dev(a), dev(b))
}

func versionPart(version string, i int) int {
	release, _, _ := strings.Cut(version, "-")
	parts := strings.Split(release, ".")
	if i >= len(parts) {
		return 0
	}
	n, _ := count(parts[i])
	return n
}

// dev returns the number of a development version, and for a release a larger number than any of them.
func dev(version string) int {
	_, after, ok := strings.Cut(version, "-dev")
	if n, isNumber := count(after); ok && isNumber {
		return n
	}
	return 1 << 30
}
