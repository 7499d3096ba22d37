package nginxcfg

import (
	"strings"

	"hadash/record"
)

// maxWhat limits the text of a construct that is not understood, in characters.
const maxWhat = 80

// doubt returns a Doubt that begins at a directive.
func (d *directive) doubt(of record.Setting, kind record.DoubtKind, what string) record.Doubt {
	what = strings.ToValidUTF8(what, "?")
	if runes := []rune(what); len(runes) > maxWhat {
		what = string(runes[:maxWhat]) + "..."
	}
	return record.Doubt{Of: of, Kind: kind, What: record.Clean(record.Redact(what)), File: record.Clean(d.file), Line: d.line}
}

// doubts are the doubts of a server, at most one for each setting: the first.
type doubts []record.Doubt

func (all *doubts) add(d record.Doubt) {
	if d == (record.Doubt{}) {
		return
	}
	for _, x := range *all {
		if x.Of == d.Of {
			return
		}
	}
	*all = append(*all, d)
}
