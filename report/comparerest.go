package report

import (
	"strings"
	"time"

	"hadash/record"
)

// reasonList says what cannot be compared, and why.
func (x comparing) reasonList() {
	if len(x.reasons) == 0 {
		return
	}
	x.heading("## ", x.in.say("What cannot be compared, or with care"))
	for _, r := range x.reasons {
		x.line("- " + escape(r.inWords(x.in)))
	}
	x.line("")
}

// inWords is a reason in a language.
func (r reason) inWords(in Lang) string {
	args := make([]any, len(r.args))
	for i, a := range r.args {
		switch a := a.(type) {
		case time.Duration:
			args[i] = in.lasted(a)
		case string:
			args[i] = record.Clean(a)
		default:
			args[i] = a
		}
	}
	return in.say(r.format, args...)
}

// maxDiff is how many lines of one file's difference are shown.
const maxDiff = 400

// configs are the differences of the configurations.
func (x comparing) configs() {
	if len(x.Diffs) == 0 {
		return
	}
	x.heading("## ", x.in.say("The configurations in force"))
	for _, d := range x.Diffs {
		where := x.in.say("%s of %s, A and %s", d.Path, d.Node, letter(d.Run))
		switch {
		case d.Missing != "":
			x.paragraph(escape(x.in.say("%s: %s has no such file.", where, d.Missing)))
		case d.Unified == "":
			x.paragraph(escape(x.in.say("%s: no difference.", where)))
		default:
			x.paragraph(escape(where + ":"))
			x.diff(strings.Split(strings.TrimRight(d.Unified, "\n"), "\n"))
		}
	}
}

func (x comparing) diff(lines []string) {
	shown := lines[:min(len(lines), maxDiff)]
	for i := range shown {
		shown[i] = record.Clean(shown[i])
	}
	x.code("diff", shown)
	if more := len(lines) - len(shown); more > 0 {
		x.paragraph(x.in.say("and %d lines more.", more))
	}
}
