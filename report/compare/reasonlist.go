package compare

import (
	"strings"
	"time"

	"hadash/record"
	"hadash/report"
	"hadash/report/markdown"
)

// reasonList writes what cannot be compared, and why.
func (x comparing) reasonList() {
	if len(x.reasons) == 0 {
		return
	}
	x.Head(2, report.HeadApart)
	for _, r := range x.reasons {
		x.Line("- " + markdown.Escape(r.inWords(x.in)))
	}
	x.Line("")
}

// inWords formats a reason in a language.
func (r reason) inWords(in report.Lang) string {
	args := make([]any, len(r.args))
	for i, a := range r.args {
		switch a := a.(type) {
		case time.Duration:
			args[i] = in.Lasted(a)
		case string:
			args[i] = record.Clean(a)
		default:
			args[i] = a
		}
	}
	return in.Say(r.format, args...)
}

// maxDiff is how many lines of one file's difference are shown.
const maxDiff = 400

// configs are the differences of the configurations.
func (x comparing) configs() {
	if len(x.Diffs) == 0 {
		return
	}
	x.Head(2, report.HeadConfigs)
	for _, d := range x.Diffs {
		where := x.in.Say("%s of %s, A and %s", d.Path, d.Node, letter(d.Run))
		switch {
		case d.Missing != "":
			x.paragraph(markdown.Escape(x.in.Say("%s: %s has no such file.", where, d.Missing)))
		case d.Unified == "":
			x.paragraph(markdown.Escape(x.in.Say("%s: no difference.", where)))
		default:
			x.paragraph(markdown.Escape(where + ":"))
			x.diff(strings.Split(strings.TrimRight(d.Unified, "\n"), "\n"))
		}
	}
}

func (x comparing) diff(lines []string) {
	shown := lines[:min(len(lines), maxDiff)]
	for i := range shown {
		shown[i] = record.Clean(shown[i])
	}
	x.Code("diff", shown)
	if more := len(lines) - len(shown); more > 0 {
		x.paragraph(x.in.Say("and %d lines more.", more))
	}
}
