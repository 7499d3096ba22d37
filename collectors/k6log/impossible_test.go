package k6log

import (
	"strings"
	"testing"
)

func TestImpossibleNumbers(t *testing.T) {
	for _, c := range [][2]string{
		{`"ms":595`, `"ms":-1`}, {`"ms":595`, `"ms":1e300`}, {`"ms":595`, `"ms":31622400001`}, {`"ms":595`, `"ms":1e400`}, {`"ms":595`, `"ms":NaN`},
		{`"status":200`, `"status":-1`}, {`"status":200`, `"status":1000`}, {`"status":200`, `"status":1e3`}, {`"status":200`, `"status":9223372036854775808`},
	} {
		if r, ok := Request(strings.Replace(slow, c[0], c[1], 1)); ok {
			t.Errorf("%s was read as %+v", c[1], r)
		}
	}
	for _, at := range []string{"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z"} {
		if r, ok := Request(strings.Replace(slow, "2026-11-23T05:01:55.318Z", at, 1)); !ok || !r.At.IsZero() {
			t.Errorf("%s was read as %v, %v", at, r.At, ok)
		}
	}
	for _, second := range []string{"1", "7258118400", "94672800000000000", "-5", "9223372036854775807"} {
		if w, ok := Window(strings.Replace(real, "1795522498", second, 1)); ok {
			t.Errorf("second %s was read as %+v", second, w)
		}
	}
}
