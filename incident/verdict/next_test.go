package verdict

import (
	"reflect"
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

// Of two open faults the step that is due first comes next, whichever is the newer.
func TestDueFirst(t *testing.T) {
	seen := 0
	tell(t, "baseline-stop-mysql-slave2", func(f *incident.Frame, v *Verdict) {
		if v.Next.Step != TakesOut || v.Next.In < time.Second {
			return
		}
		kill := record.Fault{Kind: record.Kill, Target: "app1"}
		two := *f
		for _, s := range []record.Sample{
			{Source: record.SourceYou, Act: &record.Act{Inject: &kill}},
			{Source: record.SourceDocker, Docker: &record.DockerEvent{Node: kill.Target, ID: f.Node(kill.Target).Container.ID, Action: "die", Detail: "137"}},
		} {
			s.At = f.At
			two = incident.Fold(two, s)
		}
		both := Of(&two)
		if len(both.Faults) != 2 {
			return
		}
		seen++
		if !reflect.DeepEqual(both.Next, v.Next) {
			t.Errorf("%v: %+v, want %+v", f.At, both.Next, v.Next)
		}
	})
	if seen < 20 {
		t.Errorf("%d moments", seen)
	}
}
