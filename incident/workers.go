package incident

import (
	"time"

	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// foldWorkers processes what the master of a HAProxy says of its workers.
func (f *folding) foldWorkers(node string, at time.Time, is *record.Workers) {
	n := f.edit(node)
	if n == nil {
		return
	}
	was := n.Workers
	n.Workers = is
	e := event.Event{At: at, Kind: event.KindRestart, Severity: event.Info, Node: node, Subject: node, Witness: event.ByPoll, Within: f.pollGap, Already: was == nil}
	if was == nil {
		was = &record.Workers{}
	}
	for i := range was.Old {
		if old := &was.Old[i]; is.Find(old.Pid) == nil {
			e.To, e.Says = "old ended", oldEnded(node, old)
			f.tell(e)
		}
	}
	for i := len(is.Old) - 1; i >= 0; i-- { // the one that became old first
		if old := &is.Old[i]; was.Find(old.Pid) == nil {
			e.To, e.Says = "old", oldKeeps(node, old)
			f.tell(e)
		}
	}
	if is.Failed > 0 && (is.Failed > was.Failed || is.Master != was.Master) {
		e.Severity, e.To, e.Says = event.Bad, "reload failed", wording.ReloadFailed.Of(node)
		f.tell(e)
	}
}

func oldKeeps(node string, w *record.Worker) wording.Phrase {
	if w.CurrConns < 0 {
		return wording.OldRuns.Of(node, w.Pid)
	}
	return wording.OldKeeps.Of(node, w.Pid, w.CurrConns)
}

func oldEnded(node string, w *record.Worker) wording.Phrase {
	if w.CurrConns <= 0 {
		return wording.OldEnded.Of(node, w.Pid)
	}
	return wording.OldEndedWith.Of(node, w.Pid, w.CurrConns)
}
