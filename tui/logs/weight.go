package logs

import (
	"strings"

	"hadash/record"
	"hadash/tui/paint"
)

// Weight is the importance of a line.
type Weight uint8

// The weights, the least first. Good is as notable as Notable: something has recovered.
const (
	Quiet Weight = iota // traffic without failures, and routine messages of programs
	Notable
	Good
	Warning // a failure that may have been hidden
	Error   // something is down, or a client felt it
)

// String is the title of a panel that shows lines of at least that weight.
func (w Weight) String() string {
	switch w {
	case Quiet:
		return "all"
	case Notable, Good:
		return "notable"
	case Warning:
		return "warnings"
	}
	return "errors"
}

// sign is the glyph of a weight and the style of its text. What a program wrote is never coloured.
func (w Weight) sign(th *paint.Theme) (paint.Sign, paint.Style) {
	switch w {
	case Good:
		return paint.NewSign(th.OK, th.Good), th.Text
	case Warning:
		return paint.NewSign(th.Moving, th.Warn), th.Text
	case Error:
		return paint.NewSign(th.Broken, th.Warn), th.Text
	case Quiet:
		return paint.NewSign(" ", th.Faint), th.Faint
	}
	return paint.NewSign(th.News, th.Info), th.Text
}

// weigh judges a line by its parsed content, else by its own level.
func weigh(l *record.Line) Weight {
	switch {
	case l.State != nil:
		return weighState(l.State)
	case l.Check != nil && !l.Check.OK:
		return Warning
	case l.Session != nil:
		return weighSession(l.Session)
	case l.Upstream != nil && l.Upstream.Kind == record.UpstreamNoLive:
		return Error
	case l.Upstream != nil:
		return Warning
	case l.Access != nil && l.Access.Status >= 500, l.Request != nil && l.Request.Failed:
		return Error
	case l.Access != nil && l.Access.Troubled():
		return Warning
	case l.Quiet():
		return Quiet
	case l.Check != nil, l.Access != nil, l.Request != nil:
		return Notable
	}
	return level(l.Text)
}

func weighState(s *record.StateChange) Weight {
	switch {
	case s.To.Serving():
		return Good
	case s.To == record.Down, s.Cause() == record.Unresolved:
		return Error
	}
	return Warning
}

// weighSession ranks a session that the client or an admin ended.
func weighSession(s *record.Session) Weight {
	switch {
	case s.Failed():
		return Error
	case s.Normal(), s.Unused():
		return Quiet
	case s.Retries == 0 && !s.Redispatched && s.Termination != "" && strings.Contains("CcKL", s.Termination[:1]):
		return Notable
	}
	return Warning
}

// levels are the spellings of levels in HAProxy, nginx, databases and loggers, in lower
// case; the gravest first.
var levels = []struct {
	word string
	is   Weight
}{
	{"[error]", Error}, {"[crit]", Error}, {"[alert]", Error}, {"[emerg]", Error}, {"[fatal]", Error},
	{"level=error", Error}, {"level=fatal", Error}, {`"level":"error`, Error}, {`"level":"fatal`, Error},
	{"[warn]", Warning}, {"[warning]", Warning}, {"level=warn", Warning}, {`"level":"warn`, Warning},
}

// head is the part of a line that is searched for its level: the rest may quote another's.
const head = 120

func level(text string) Weight {
	text = text[:min(len(text), head)]
	if !strings.ContainsAny(text, "[=:") {
		return Notable
	}
	for _, l := range levels {
		if indexFold(text, l.word) >= 0 {
			return l.is
		}
	}
	return Notable
}
