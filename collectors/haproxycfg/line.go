package haproxycfg

import (
	"strings"

	"hadash/record"
)

// nothing is no doubt at all.
var nothing record.Doubt

// line is a line of a configuration file, in its words.
type line struct {
	words  []word
	file   string
	number int
	maybe  record.Doubt // why it is not known whether the line is in force; nothing when it is
}

// word is the i-th word, an empty one when there are fewer.
func (l *line) word(i int) word {
	if i < len(l.words) {
		return l.words[i]
	}
	return word{}
}

// text is the text of the i-th word, "" when there are fewer.
func (l *line) text(i int) string { return l.word(i).text }

// written is the i-th word as it is shown to people.
func (l *line) written(i int) string {
	if w := l.word(i); w.unknown != "" {
		return w.unknown
	}
	return l.text(i)
}

// maxWhat bounds the text of a construct that is not understood.
const maxWhat = 80

// doubt is one that begins at this line.
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

// ownDoubt is that the line may not be in force, said of one setting.
func (l *line) ownDoubt(of record.Setting) record.Doubt {
	d := l.maybe
	d.Of = of
	return d
}

// doubts are those of a section or server, one for each setting at most. They are never changed in place: sections
// inherit them.
type doubts []record.Doubt

// with has a doubt added, in place of the one that the setting had. A doubt of everything takes the place of all.
func (d doubts) with(x record.Doubt) doubts {
	if x.Of == record.SettingAll {
		return doubts{x}
	}
	return append(d.without(x.Of), x)
}

// without has what is now known of a setting taken out.
func (d doubts) without(of record.Setting) doubts {
	var left doubts
	for _, x := range d {
		if x.Of != of {
			left = append(left, x)
		}
	}
	return left
}

// settled is how a setting stands after this line has set it.
func (d doubts) settled(of record.Setting, l *line) doubts {
	if l.maybe != nothing {
		return d.with(l.ownDoubt(of))
	}
	return d.without(of)
}
