package said

import "time"

// Lane is what one witness said of a node over the last minute.
type Lane struct {
	Now   Word      // what it says now, or said last before it fell silent
	First time.Time // its first answer: before it nothing is known
	Until time.Time // the instant of Now

	words    []change
	answers  []change
	answered Word
}

// Says is what the witness says now: Silent when it gives no answer.
func (l *Lane) Says() Word {
	if l.answered == Silent {
		return Silent
	}
	return l.Now
}

// at returns the word at an instant and until when it holds, by some changes and the word after the last of them.
func at(all []change, now Word, t, until time.Time) (Word, time.Time) {
	for i := range all {
		if t.Before(all[i].at) {
			return all[i].was, all[i].at
		}
	}
	return now, until
}

// At returns what the witness said at an instant, and until when nothing changed.
func (l *Lane) At(t time.Time) (Word, time.Time) {
	switch {
	case l.First.IsZero() || !t.Before(l.Until):
		return Nothing, l.Until
	case t.Before(l.First):
		return Nothing, l.First
	}
	w, until := at(l.words, l.Now, t, l.Until)
	a, same := at(l.answers, l.answered, t, l.Until)
	if same.Before(until) {
		until = same
	}
	if a == Silent {
		w = Silent
	}
	return w, until
}

// Cells writes the worst word of each step of time into out, from an instant on. A step that is not over is of what was
// said in it so far.
func (l *Lane) Cells(out []Word, from time.Time, step time.Duration) {
	t := from
	for i := range out {
		end := from.Add(time.Duration(i+1) * step)
		out[i] = Nothing
		for t.Before(end) {
			w, until := l.At(t)
			out[i] = max(out[i], w)
			if !until.After(t) || until.After(end) {
				until = end
			}
			t = until
		}
	}
}

// Since returns when the witness came to say what it says now; false if that was before the last minute, or before it
// was first asked.
func (l *Lane) Since() (time.Time, bool) {
	all := l.words
	if l.answered == Silent {
		all = l.answers
	}
	if len(all) == 0 || !all[len(all)-1].at.After(l.First) {
		return time.Time{}, false
	}
	return all[len(all)-1].at, true
}

// Turned returns the first instant, not before t, at which the witness began to say a word that fits; false if it has not
// within the last minute.
func (l *Lane) Turned(t time.Time, fits func(Word) bool) (time.Time, bool) {
	for i := range l.words {
		next := l.Now
		if i+1 < len(l.words) {
			next = l.words[i+1].was
		}
		if at := l.words[i].at; !at.Before(t) && fits(next) {
			return at, true
		}
	}
	return time.Time{}, false
}

// FellSilent returns the first instant, not before t, from which on the witness gave no answer.
func (l *Lane) FellSilent(t time.Time) (time.Time, bool) {
	for _, c := range l.answers {
		if c.was != Silent && !c.at.Before(t) {
			return c.at, true
		}
	}
	return time.Time{}, false
}
