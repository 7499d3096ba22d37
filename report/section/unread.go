package section

import (
	"hadash/incident"
	"hadash/report"
	"hadash/report/markdown"
)

// Unread is the row of the lines that no sum includes.
func Unread(p *markdown.Page, f *incident.Frame) [][]string {
	if f.Unread.Lines == 0 {
		return nil
	}
	return [][]string{{p.Say("access lines not read"), p.Say("%s, in no number here; the last of them: %s", report.Count(int64(f.Unread.Lines)), p.Quote(f.Unread.Why))}}
}
