package stopwatch

import (
	"hadash/record"
	"hadash/wording"
)

// Phrase returns the fault in words: "stop mysql-slave1".
func (x Fault) Phrase() wording.Phrase {
	switch {
	case x.Kind == record.Own:
		return wording.MadeOwn.Of(x.Name, x.Target)
	case x.Kind == record.Scale:
		return wording.Scaled.Of(string(x.Kind), x.Target, x.Amount)
	case x.Amount == 0 && x.Kind != record.SetWeight:
	case x.Kind == record.Slow || x.Kind == record.SetWeight:
		return wording.MadeTo.Of(string(x.Kind), x.Target, x.Amount)
	case x.Kind == record.Delay:
		return wording.Delayed.Of(x.Target, x.Amount)
	case x.Kind == record.Loss:
		return wording.Losing.Of(x.Target, x.Amount)
	}
	return wording.Made.Of(string(x.Kind), x.Target)
}

// Says returns the fault in words with its author, and how long its process served on after it was told to end.
func (x Fault) Says() wording.Phrase { return x.servedOn(x.byWhom()) }

// servedOn adds how long the process served on.
func (x Fault) servedOn(p wording.Phrase) wording.Phrase {
	if x.Ordered.IsZero() {
		return p
	}
	return wording.ServedOn.Of(p, wording.Took(x.At.Sub(x.Ordered)))
}

func (x Fault) byWhom() wording.Phrase {
	switch made := x.Phrase(); {
	case x.Kind.Found():
		return x.found()
	case x.You:
		return wording.ByHadash.Of(made)
	case x.Already && x.Hadash:
		return wording.ByAnotherBefore.Of(made)
	case x.Already:
		return wording.ByOthersBefore.Of(made)
	case x.Hadash && x.Server != "":
		return wording.ByAnother.Of(wording.MadeAt.Of(made, x.Server))
	case x.Hadash:
		return wording.ByAnother.Of(made)
	case x.Server != "":
		return wording.ByOthers.Of(wording.MadeAt.Of(made, x.Server))
	default:
		return wording.ByOthers.Of(made)
	}
}

// HealPhrase returns the heal of a fault in words. A restart heals itself.
func HealPhrase(x record.Fault) wording.Phrase {
	switch x.Kind {
	case record.Restart:
		return wording.Restarted.Of(x.Target)
	case record.Slow:
		return wording.FullSpeed.Of(x.Target)
	case record.Delay, record.Loss:
		return wording.Lifted.Of(string(x.Kind), x.Target)
	case record.SetWeight:
		return wording.OldWeight.Of(x.Target)
	case record.ShutSessions:
		return wording.Shut.Of(x.Target)
	case record.Scale:
		return wording.OldScale.Of(x.Target)
	case record.Update:
		return wording.Updated.Of(x.Target)
	case record.Own:
		return wording.HealedOwn.Of(x.Name, x.Target)
	}
	return wording.Undone.Of(x.Kind.Inverse(), x.Target)
}

// did are the deeds behind the kinds of faults.
var did = map[record.FaultKind]*wording.Sentence{
	record.Stop: wording.DidStop, record.Kill: wording.DidKill, record.Crash: wording.DidCrash, record.Restart: wording.DidRestart,
	record.Pause: wording.DidPause, record.Cut: wording.DidCut, record.Slow: wording.DidSlow, record.Delay: wording.DidDelay,
	record.Loss: wording.DidLose, record.SetMaint: wording.DidMaint, record.SetDrain: wording.DidDrain, record.SetWeight: wording.DidWeight,
	record.Scale: wording.DidScale, record.Update: wording.DidUpdate, record.DrainHost: wording.DidDrainHost, record.Leave: wording.DidLeave,
	record.CutHost: wording.DidCutHost, record.ShutSessions: wording.DidShut, record.SetHealth: wording.DidSetDown, record.Own: wording.DidOwn,
}

// Title returns the fault as the first sentence of its story: "you stopped mysql-slave1".
func (x Fault) Title() wording.Phrase { return x.servedOn(x.title()) }

func (x Fault) title() wording.Phrase {
	if x.Kind == record.Crash && !x.You && !x.Hadash && !x.Already {
		return wording.ItCrashed.Of(x.Target)
	}
	if x.Kind.Found() {
		return x.found()
	}
	deed, name := did[x.Kind], wording.Text(x.Target)
	if x.Server != "" {
		name = wording.As.Of(x.Target, x.Server)
	}
	var what wording.Phrase
	switch {
	case deed == nil:
		return x.byWhom()
	case x.Kind == record.Slow, x.Kind == record.Delay, x.Kind == record.Loss, x.Kind == record.SetWeight, x.Kind == record.Scale:
		what = deed.Of(name, x.Amount)
	case x.Kind == record.Own:
		what = deed.Of(name, x.Name)
	default:
		what = deed.Of(name)
	}
	switch {
	case x.You:
		return wording.YouDid.Of(what)
	case x.Already && x.Hadash:
		return wording.AnotherDidFirst.Of(what)
	case x.Hadash:
		return wording.AnotherDid.Of(what)
	case x.Already:
		return wording.SomebodyDidFirst.Of(what)
	}
	return wording.SomebodyDid.Of(what)
}

// HealTitle returns the heal of a fault as a sentence of its story: "you started it".
func HealTitle(x record.Fault, you bool) wording.Phrase {
	var what wording.Phrase
	switch x.Kind {
	case record.Restart:
		return wording.ItRestarted.Of()
	case record.Stop, record.Kill, record.Crash:
		what = wording.DidStart.Of()
	case record.Pause:
		what = wording.DidUnpause.Of()
	case record.Cut:
		what = wording.DidConnect.Of()
	case record.Slow:
		what = wording.DidSpeedUp.Of()
	case record.Delay, record.Loss:
		what = wording.DidLift.Of(string(x.Kind))
	case record.SetWeight:
		what = wording.DidGiveWeight.Of()
	case record.SetMaint, record.SetDrain:
		what = wording.DidReady.Of()
	case record.SetHealth:
		what = wording.DidSetUp.Of()
	case record.Own:
		what = wording.DidHealOwn.Of(x.Name)
	case record.Scale:
		what = wording.DidOldScale.Of()
	case record.DrainHost:
		what = wording.DidActivate.Of()
	case record.Leave:
		what = wording.DidJoin.Of()
	case record.CutHost:
		what = wording.DidReconnect.Of()
	case record.Update:
		return wording.ItWasUpdated.Of()
	case record.ShutSessions:
		return wording.ItLostThem.Of()
	default:
		return wording.Phrase{}
	}
	if you {
		return wording.YouDid.Of(what)
	}
	return wording.SomebodyDid.Of(what)
}
