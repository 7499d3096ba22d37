package incident

import (
	"fmt"
	"os"
	"testing"

	"hadash/incident/captured"
	"hadash/incident/stopwatch"
)

func TestZZ(t *testing.T) {
	name := os.Getenv("ZZ")
	if name == "" {
		t.Skip()
	}
	var f Frame
	was := ""
	for _, s := range captured.Samples(t, name) {
		f = Fold(f, s)
		is := ""
		for i := range f.Stopwatches {
			w := &f.Stopwatches[i]
			is += fmt.Sprintf("   %s %v open=%v done=%v flaps=%d", w.String(), w.Outage, !w.Moments[stopwatch.Healed].Seen(), w.Done, w.Flaps)
			for st, m := range w.Moments {
				if m.Seen() {
					is += fmt.Sprintf("\n      T%d %s ±%s %s %s", st, m.At.Format("15:04:05.000"), m.Within, m.Witness, m.Says)
				}
			}
			is += "\n"
		}
		if is != was {
			fmt.Println(f.At.Format("15:04:05.000"), "\n"+is)
			was = is
		}
	}
	for _, e := range f.Timeline {
		fmt.Println(e.At.Format("15:04:05.000"), e.Kind, e.Says, e.Fault)
	}
}
