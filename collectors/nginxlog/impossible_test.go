package nginxlog

import (
	"strings"
	"testing"
	"time"

	"hadash/record"
)

const anyLine = `{"time":1795409604.355,"status":STATUS,"method":"GET","uri":"/","rt":TOOK,"upstream_addr":"10.0.0.1:80","upstream_status":"US","upstream_response_time":"UT"}`

func with(status, took, us, ut, at string) string {
	return strings.NewReplacer("STATUS", status, "TOOK", took, "US", us, "UT", ut, "1795409604.355", at).Replace(anyLine)
}

// nginx writes a status from 0 to 599; a line with another status is rejected. An impossible duration or time is not
// known.
func TestImpossibleNumbers(t *testing.T) {
	const now = "1795409604.355"
	for _, status := range []string{"000", "009", "100", "499", "599"} {
		if a, ok := Access(with(status, "0.1", "200", "0.1", now)); !ok || a.Took != 100*time.Millisecond || a.At.IsZero() {
			t.Errorf("status %s: %+v, %v", status, a, ok)
		}
	}
	for _, status := range []string{"0", "99", "600", "999", "1", "-1", "2e2", "1e300", "9223372036854775808", "999999999999999999", "NaN", `""`} {
		if a, ok := Access(with(status, "0.1", "200", "0.1", now)); ok {
			t.Errorf("status %s: %+v", status, a)
		}
	}
	for _, bad := range []string{"-1", "-0.5", "1e300", "NaN", "Infinity", "31622401", "4294967296", "9223372036854775808", "99999999999999999.9"} {
		a, ok := Access(with("200", bad, bad, bad, now))
		if !ok {
			t.Errorf("%s: the whole line was rejected", bad)
			continue
		}
		if a.Took != 0 || a.Upstreams[0].Took != 0 || a.Upstreams[0].Status != record.StatusUnknown {
			t.Errorf("%s: %+v", bad, a)
		}
	}
	for _, at := range []string{"0", "1", "-1", "NaN", "1e300", "94672800000000000", "7258118400", "3000000000000000"} {
		if a, _ := Access(with("200", "0.1", "200", "0.1", at)); !a.At.IsZero() {
			t.Errorf("%s was read as %v", at, a.At)
		}
	}
}
