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

// asks reports whether to ask the terminal for its background: the theme depends on it, and the terminal
// can be expected to answer. The first frame never waits for the answer.
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

// lateness is how long leaving waits for a pending answer, so that it does not land in the shell.
const lateness = 100 * time.Millisecond

// stay keeps the screen until the terminal has answered, for at most lateness: while the screen is there, answers are
// taken out of the input. Keys do nothing by then.
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

// heard handles the terminal's report of its background.
func (m *Model) heard(msg groundMsg) {
	if m.look.Light == msg.light {
		return
	}
	m.look.Light = msg.light
	m.c.Theme = m.look.Theme()
}
