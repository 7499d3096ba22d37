package predict

import (
	"slices"
	"strconv"
	"strings"
)

// versionOf reads "2.6.12-1+deb12u4" and "1.29.7 (Ubuntu)"; false if there is no version. Missing parts are 0.
func versionOf(text string) (v [3]int, ok bool) {
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '.' && (r < '0' || r > '9') }); i >= 0 {
		text = text[:i]
	}
	for i, part := range strings.SplitN(text, ".", 4) {
		n, err := strconv.Atoi(part)
		if i == len(v) || err != nil {
			break
		}
		v[i], ok = n, true
	}
	return v, ok
}

// atLeast reports whether a version is some other or a later one, and whether it is known.
func atLeast(text string, version ...int) (is, known bool) {
	v, known := versionOf(text)
	return known && slices.Compare(v[:], version) >= 0, known
}
