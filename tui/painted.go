package tui

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/tty"
)

// painted is a Model whose frames go to a screen as soon as they are made. bubbletea asks for one after each message,
// but gets none for a renderer of its own.
type painted struct {
	*Model
	screen *tty.Screen
}

func (p painted) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.WindowSizeMsg); ok {
		p.screen.Clear()
	}
	_, cmd := p.Model.Update(msg)
	return p, cmd
}

func (p painted) View() string {
	p.screen.Paint(p.Model.View())
	return ""
}

// filter sees every message first, and returns it or its replacement; nil = drop it.
type filter func(tea.Model, tea.Msg) tea.Msg

func chain(all []filter) filter {
	return func(m tea.Model, msg tea.Msg) tea.Msg {
		for _, f := range all {
			if msg != nil {
				msg = f(m, msg)
			}
		}
		return msg
	}
}

// around restores the terminal while the process is suspended.
func around(screen *tty.Screen) filter {
	return func(_ tea.Model, msg tea.Msg) tea.Msg {
		var err error
		switch msg.(type) {
		case tea.SuspendMsg:
			err = screen.Leave()
		case tea.ResumeMsg:
			err = screen.Enter()
		}
		if err != nil {
			return panicMsg{fmt.Errorf("the terminal: %w", err)}
		}
		return msg
	}
}
