package predict

import (
	"path"
	"strconv"

	"hadash/record"
	"hadash/wording"
)

// doubtPhrase returns why something is not known, in one clause: "${INTER} has no value here (haproxy.cfg:12)".
func doubtPhrase(d record.Doubt) wording.Phrase {
	says := wording.NotUnderstood
	if s, ok := doubts[d.Kind]; ok {
		says = s
	}
	switch {
	case d.Line > 0:
		return wording.DoubtAt.Of(says.Of(d.What), path.Base(d.File)+":"+strconv.Itoa(d.Line))
	case d.File != "":
		return wording.DoubtAt.Of(says.Of(d.What), path.Base(d.File))
	}
	return says.Of(d.What)
}

var doubts = map[record.DoubtKind]*wording.Sentence{
	record.DoubtVariable:  wording.NoValue,
	record.DoubtCondition: wording.Undecided,
	record.DoubtProgram:   wording.ProgramDecides,
	record.DoubtTrack:     wording.TracksNothing,
	record.DoubtChoice:    wording.SeveralGroups,
	record.DoubtInclude:   wording.IncludeNotRead,
	record.DoubtAround:    wording.AroundNotRead,
	record.DoubtTooMuch:   wording.TooManyServers,
	record.DoubtUnused:    wording.GroupUnused,
	record.DoubtSection:   wording.SectionNotRead,
	record.DoubtProbes:    wording.NginxProbes,
}
