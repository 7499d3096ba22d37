package alerts

import (
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Ring returns the sequences that announce a new alert outside the screen: the bell, and a desktop notification by OSC 9. It is
// "" when there is none.
func (a *Alerts) Ring(at time.Time, bell, notify bool) string {
	if !a.due {
		return ""
	}
	a.due, a.rung = false, at
	seq := ""
	if bell {
		seq = "\a"
	}
	if notify {
		seq += notification(a.List[len(a.List)-1].Says.String(), os.Getenv("TMUX") != "")
	}
	return seq
}

// maxNotice limits a notification: desktops cut longer ones.
const maxNotice = 120

// notification is OSC 9 with a text that cannot end it early. tmux passes on sequences that are wrapped for it, with
// each escape doubled (tmux(1), allow-passthrough).
func notification(text string, tmux bool) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == '\ufffd' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	seq := "\x1b]9;hadash: " + ansi.Truncate(text, maxNotice, "") + "\a"
	if tmux {
		return "\x1bPtmux;" + strings.ReplaceAll(seq, "\x1b", "\x1b\x1b") + "\x1b\\"
	}
	return seq
}
