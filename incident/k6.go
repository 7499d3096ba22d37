package incident

import (
	"fmt"
	"time"

	"hadash/record"
)

// foldK6 takes in what k6's REST API said. No answer is no load: k6 runs only while it is wanted.
func (f *Frame) foldK6(at time.Time, k *record.K6) {
	was := f.Load
	if k == nil || !k.Running {
		f.Load.On, f.Load.Rate, f.Load.FailRate = false, -1, -1
		f.memo.k6 = counted{}
		f.setRate(record.RoleLoad, -1)
		return
	}
	f.Load.On, f.Load.K6 = true, k
	f.Load.Rate, f.Load.FailRate = f.memo.k6.rate(at, k.Requests), -1
	if f.Load.Rate >= 0 {
		f.Load.History = push(f.Load.History, f.Load.Rate)
		if was.K6 != nil {
			f.Load.FailRate = counted{f.memo.k6.at, was.K6.Failed}.rate(at, k.Failed)
		}
	}
	f.memo.k6 = counted{at, k.Requests}
	f.setRate(record.RoleLoad, f.Load.Rate)
	if was.K6 == nil || !was.On || was.VUs != k.VUs {
		f.tell(Event{At: at, Kind: KindLoad, Severity: Info, To: fmt.Sprint(k.VUs),
			Text: fmt.Sprintf("load: %d VUs", k.VUs), Witness: ByPoll})
	}
}
