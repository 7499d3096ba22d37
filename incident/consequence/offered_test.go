package consequence

import (
	"slices"
	"strings"
	"testing"

	"hadash/record"
)

// Without Docker only what is made at HAProxy is offered, and where no HAProxy can be changed nothing is; what is not says why,
// in both languages.
func TestWhatIsOfferedWithoutDocker(t *testing.T) {
	f := whole(t)
	f.Nodes = slices.Clone(f.Nodes)
	n := f.Node("mysql-slave1")
	n.Container = record.Container{}
	for _, kind := range record.FaultKinds {
		if !Offered(f, kind) {
			t.Errorf("%s is not offered with Docker", kind)
		}
	}
	f.Topology.NoDocker = true
	for _, c := range []struct {
		no            record.NoAdmin
		docker, admin string
	}{
		{record.NoAdmin{}, " needs Docker; " + AtBalancers() + " work here, and faults of your own ([fault.NAME] in hadash.toml)", ""},
		{record.NoAdmin{Why: record.LowLevel, Level: "user", Line: "level admin", At: "/run/x.sock"}, " needs Docker; faults of your own work here ([fault.NAME] in hadash.toml)", "the Runtime API of HAProxy haproxy has level user; add `level admin` to its `stats socket /run/x.sock`"},
		{record.NoAdmin{Why: record.OnlyPage}, " needs Docker; faults of your own work here ([fault.NAME] in hadash.toml)", "of HAProxy haproxy only the statistics page was named; name its socket, too: `hadash attach ... /run/haproxy/admin.sock`"},
	} {
		f.Node("haproxy").NoAdmin = c.no
		if got := Unchanged(f).String(); got != c.admin {
			t.Errorf("%+v: %q", c.no, got)
		}
		for _, kind := range record.FaultKinds {
			want := c.admin
			if !kind.AtBalancer() {
				want = string(kind) + c.docker
			}
			r := Refuse(f, n, kind)
			if got := r.Phrase().String(); got != want || r.Here() != (want == "") || r.Refused() != (want != "") {
				t.Errorf("%+v, %s: %q, want %q", c.no, kind, got, want)
			}
			if got := NotOffered(f, kind, string(kind)).String(); got != want {
				t.Errorf("%+v, %s is not offered: %q, want %q", c.no, kind, got, want)
			}
			if got := Offered(f, kind); got != (want == "") {
				t.Errorf("%+v, %s offered: %v", c.no, kind, got)
			}
			if strings.Contains(r.Phrase().String(), "container") {
				t.Errorf("%s speaks of containers: %q", kind, r.Phrase())
			}
		}
	}
}
