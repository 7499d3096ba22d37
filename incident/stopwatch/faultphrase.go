package stopwatch

import (
	"hadash/record"
	"hadash/wording"
)

// Phrase returns the fault in words: "stop mysql-slave1".
func (x Fault) Phrase() wording.Phrase {
	switch {
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

// Says returns the fault in words with its author.
func (x Fault) Says() wording.Phrase {
	switch made := x.Phrase(); {
	case x.You:
		return wording.ByHadash.Of(made)
	case x.Already:
		return wording.ByOthersBefore.Of(made)
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
	}
	return wording.Undone.Of(x.Kind.Inverse(), x.Target)
}
