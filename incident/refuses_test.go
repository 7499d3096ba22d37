package incident

import (
	"testing"

	"hadash/record"
)

// A balancer that nobody is known to have ended logs nothing of the requests that it refuses while it is gone: that none failed is then
// not known.
func TestBalancerThatIsGone(t *testing.T) {
	for why, least := range map[string]bool{"dial unix /run/haproxy/admin.sock: connect: connection refused": true, "no answer within 1s": false} {
		f := playAlone()
		f.Watched.Felt.Log = record.KindHAProxy
		asked := func(seconds float64) record.Sample {
			return record.Sample{At: at(seconds), Source: record.SourceHAProxy, Node: "haproxy", Err: why}
		}
		for _, s := range []record.Sample{asked(2), asked(3), asked(4), states(5, "UP", "UP", "UP")} {
			f = Fold(f, s)
		}
		felt := f.Watched.Felt
		felt.HasNginx, felt.NginxRequests = true, 34
		if got := felt.Clients(); got.Failed != 0 || got.Least != least {
			t.Errorf("%s: %+v, want at least: %t", why, got, least)
		}
	}
}
