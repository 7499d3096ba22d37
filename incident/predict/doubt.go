package predict

import (
	"path"
	"strconv"

	"hadash/record"
)

// doubtText says why something is not known, in one clause: "${INTER} has no value here (haproxy.cfg:12)".
func doubtText(d record.Doubt) string {
	text := doubted(d)
	switch {
	case d.Line > 0:
		text += " (" + path.Base(d.File) + ":" + strconv.Itoa(d.Line) + ")"
	case d.File != "":
		text += " (" + path.Base(d.File) + ")"
	}
	return text
}

func doubted(d record.Doubt) string {
	switch d.Kind {
	case record.DoubtVariable:
		return d.What + " has no value here"
	case record.DoubtCondition:
		return "whether " + d.What + " holds cannot be decided here"
	case record.DoubtProgram:
		return d.What + ": a program decides"
	case record.DoubtTrack:
		return d.What + " leads to no check"
	case record.DoubtChoice:
		return d.What + " may lead to several groups"
	case record.DoubtInclude:
		return "include " + d.What + ": that file was not read"
	case record.DoubtAround:
		return "the file that includes " + d.What + " was not read"
	case record.DoubtTooMuch:
		return d.What + ": more servers than are read"
	case record.DoubtUnused:
		return "nothing that was read passes requests on to the group " + d.What
	case record.DoubtSection:
		return d.What + ": what that section asks is not read"
	case record.DoubtProbes:
		return d.What + ": nginx checks it by itself, and how is not read"
	}
	return d.What + " is not understood"
}
