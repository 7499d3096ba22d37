package incident

import (
	"testing"

	"hadash/incident/captured"
)

// The seconds in which requests failed add up to what each witness counted, at every moment.
func TestLostAddsUp(t *testing.T) {
	for _, run := range []string{"baseline-stop-mysql-slave2", "tuned-kill-mysql-slave1"} {
		var f Frame
		for _, s := range captured.Samples(t, run) {
			f = Fold(f, s)
			script, nginx, last := 0, 0, int64(0)
			for _, x := range f.Lost {
				script, nginx = script+x.Script, nginx+x.Nginx
				if x.Second <= last {
					t.Fatalf("%s %v: second %d after %d", run, f.At, x.Second, last)
				}
				last = x.Second
			}
			if w := &f.Watched.Felt; script != w.Failed || nginx != w.NginxFailed {
				t.Fatalf("%s %v: %d and %d, counted are %d and %d", run, f.At, script, nginx, w.Failed, w.NginxFailed)
			}
		}
	}
}
