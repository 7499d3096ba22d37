package tui

import (
	"io"
	"os"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"
	"golang.org/x/term"

	"hadash/tui/paint"
	"hadash/tui/tty"
)

// asks reports whether the terminal is asked for its background: where the theme goes by it, and where the terminal
// may be expected to answer for itself. The first frame never waits for the answer.
func (o *Options) asks(get func(string) string) bool {
	t := get("TERM")
	if t == "" || t == "dumb" || t == "linux" || strings.HasPrefix(t, "screen") || strings.HasPrefix(t, "tmux") {
		return false
	}
	return tty.CanAsk && paint.Adapts(o.Theme) && !o.NoColor && o.depth != termenv.Ascii && isTerminal(o.input()) && isTerminal(o.output())
}

func (o *Options) input() io.Reader {
	if o.Input == nil {
		return os.Stdin
	}
	return o.Input
}

func (o *Options) output() io.Writer {
	if o.Output == nil {
		return os.Stdout
	}
	return o.Output
}

func isTerminal(f any) bool {
	file, ok := f.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// lateness is how long leaving waits for an answer that has not come, so that it does not land in the shell.
const lateness = 100 * time.Millisecond

// stay keeps the screen until the terminal has answered, for lateness at most: while the screen is there, answers are
// taken out of the input. Keys mean nothing any more by then.
func stay(in *tty.Input, quit func()) filter {
	leaving := false
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch msg.(type) {
		case tea.QuitMsg:
			select {
			case <-in.Answered():
				return msg
			default:
			}
			if leaving {
				return msg
			}
			leaving = true
			go func() {
				select {
				case <-in.Answered():
				case <-time.After(lateness):
				}
				quit()
			}()
			return nil
		case tea.KeyMsg, tea.MouseMsg:
			if leaving {
				return nil
			}
		}
		return msg
	}
}

// heard takes what the terminal said of its background.
func (m *Model) heard(msg groundMsg) {
	if m.look.Light == msg.light {
		return
	}
	m.look.Light = msg.light
	m.c.Theme = m.look.Theme()
}
