package report

import "hadash/incident"

// unread is the row of the lines that no sum has.
func unread(p *page, f *incident.Frame) [][]string {
	if f.Unread.Lines == 0 {
		return nil
	}
	return [][]string{{p.say("access lines not read"), p.say("%s, in no number here; the last of them: %s", count(int64(f.Unread.Lines)), p.quote(f.Unread.Why))}}
}
