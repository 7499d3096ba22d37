package tui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
)

// On every page the window changes its size at any moment between 60x16 and 400x120: between two keys, two turns of the
// wheel, two Frames, and over an open question, line or list. Each frame fills it to the cell.
func TestResizeAtRandom(t *testing.T) {
	t.Parallel()
	frames := []incident.Frame{allUp(), oneDown(), twoDown(), unreachable(), dockerGone(), overlapping(), thousand()[0], lived(t, "tuned-kill-mysql-slave1")}
	keys := strings.Fields("j k g G left right up down pgup pgdown tab / & : ? n s x w enter esc esc esc u b o v z + - t a f V i @ T 1 2 3 4 slave1 stop")
	for p := range pageCount {
		t.Run(fmt.Sprint("page ", p), func(t *testing.T) {
			t.Parallel()
			m := screenOf(120, 36, everyKey, allUp())
			r := rand.New(rand.NewPCG(14, uint64(p)))
			var did []string
			defer func() {
				if t.Failed() {
					t.Log(did)
				}
			}()
			for range 400 {
				if m.page != p && r.IntN(4) == 0 {
					press(m, "esc", "esc", "esc")
					m.page = p
					m.arrange()
				}
				switch r.IntN(5) {
				case 0:
					k := keys[r.IntN(len(keys))]
					did = append(did, k)
					press(m, k)
				case 1:
					i := r.IntN(len(frames))
					did = append(did, fmt.Sprint("frame ", i))
					m.Update(frameMsg(frames[i]))
				case 2:
					did = append(did, "wheel")
					mouseAt(m, []tea.MouseButton{tea.MouseButtonWheelDown, tea.MouseButtonWheelUp}[r.IntN(2)], r.IntN(m.w), r.IntN(m.h))
				default:
					w, h := 60+r.IntN(341), 16+r.IntN(105)
					did = append(did, fmt.Sprintf("%dx%d", w, h))
					m.Update(tea.WindowSizeMsg{Width: w, Height: h})
				}
				checkSize(t, m, m.w, m.h)
			}
		})
	}
}
