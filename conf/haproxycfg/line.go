package haproxycfg

import (
	"strings"

	"hadash/record"
)

// nothing is the zero Doubt: there is no doubt.
var nothing record.Doubt

// line is a line of a configuration file, split into words.
type line struct {
	words  []word
	file   string
	number int
	maybe  record.Doubt // why it is not known whether the line is in force; nothing if it is
}

// word returns the i-th word, or an empty one if there are fewer.
func (l *line) word(i int) word {
	if i < len(l.words) {
		return l.words[i]
	}
	return word{}
}

// text returns the text of the i-th word, or "" if there are fewer.
func (l *line) text(i int) string { return l.word(i).text }

// written returns the i-th word as it is shown to the user: one with an unknown variable as the variable is written.
func (l *line) written(i int) string {
	if w := l.word(i); w.unknown != "" {
		return w.unknown
	}
	return l.text(i)
}

// maxWhat limits the text of a construct that is not understood, in characters.
const maxWhat = 80

// doubt returns a Doubt that begins at this line.
func (l *line) doubt(of record.Setting, kind record.DoubtKind, what string) record.Doubt {
	return doubtAt(l.file, l.number, of, kind, what)
}

func doubtAt(file string, number int, of record.Setting, kind record.DoubtKind, what string) record.Doubt {
	what = strings.ToValidUTF8(what, "?")
	if runes := []rune(what); len(runes) > maxWhat {
		what = string(runes[:maxWhat]) + "..."
	}
	return record.Doubt{Of: of, Kind: kind, What: record.Clean(record.Redact(what)), File: record.Clean(file), Line: number}
}

// ownDoubt returns the doubt whether the line is in force, for one setting.
func (l *line) ownDoubt(of record.Setting) record.Doubt {
	d := l.maybe
	d.Of = of
	return d
}

// doubts are the doubts of a section or server, at most one for each setting. They are never changed in place: sections
// inherit them.
type doubts []record.Doubt

// with returns d with x in place of the doubt that the setting had. A doubt about everything replaces all others.
func (d doubts) with(x record.Doubt) doubts {
	if x.Of == record.SettingAll {
		return doubts{x}
	}
	return append(d.without(x.Of), x)
}

// without returns d without the doubt about one setting.
func (d doubts) without(of record.Setting) doubts {
	var left doubts
	for _, x := range d {
		if x.Of != of {
			left = append(left, x)
		}
	}
	return left
}

// settled returns d after a line has set a setting: there is no doubt about it unless the line may not be in force.
func (d doubts) settled(of record.Setting, l *line) doubts {
	if l.maybe != nothing {
		return d.with(l.ownDoubt(of))
	}
	return d.without(of)
}
