package tui

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/logs"
)

// How long the world may take to do what it is asked.
const (
	injectLimit = 60 * time.Second // docker stop waits for its grace period
	healLimit   = 10 * time.Second
	exportLimit = 60 * time.Second
)

// safely turns a panic of a command into a message. bubbletea would print the stack into the
// alternate screen, where it is lost.
func safely(do func() tea.Msg) tea.Cmd {
	return func() (msg tea.Msg) {
		defer func() {
			if r := recover(); r != nil {
				msg = panicMsg{panicked(r)}
			}
		}()
		return do()
	}
}

func panicked(r any) error { return fmt.Errorf("panic: %v\n\n%s", r, debug.Stack()) }

// nextFrame waits for one Frame. At most one of these is in flight.
func (m *Model) nextFrame() tea.Cmd {
	frames, ctx := m.o.Frames, m.ctx
	return safely(func() tea.Msg {
		select {
		case f, ok := <-frames:
			if !ok {
				return endedMsg{}
			}
			return frameMsg(f)
		case <-ctx.Done():
			return nil
		}
	})
}

// nextShown waits for what a player shows next.
func (m *Model) nextShown() tea.Cmd {
	shown, ctx := m.o.Replay.Shown(), m.ctx
	return safely(func() tea.Msg {
		select {
		case s, ok := <-shown:
			if !ok {
				return endedMsg{}
			}
			return shownMsg(s)
		case <-ctx.Done():
			return nil
		}
	})
}

func (m *Model) inject(f record.Fault) tea.Cmd {
	hands, ctx := m.o.Hands, m.ctx
	return safely(func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, injectLimit)
		defer cancel()
		return injectedMsg{f, hands.Inject(ctx, f)}
	})
}

// heal undoes a fault even while hadash is being ended: what we broke must not stay broken.
func (m *Model) heal(f record.Fault) tea.Cmd {
	hands, ctx := m.o.Hands, context.WithoutCancel(m.ctx)
	return safely(func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, healLimit)
		defer cancel()
		return healedMsg{f, hands.Heal(ctx, f)}
	})
}

// setLoad has no limit here: the load's image may still be building, and nobody knows for how long. The hands have theirs
// for all that comes after.
func (m *Model) setLoad(vus int) tea.Cmd {
	hands := m.o.Hands
	ctx, cancel := context.WithCancel(m.ctx)
	m.asked.Load.Called(cancel)
	return safely(func() tea.Msg {
		defer cancel()
		return loadMsg{vus, hands.SetLoad(ctx, vus)}
	})
}

func (m *Model) note(text string) tea.Cmd {
	note := m.o.Note
	return safely(func() tea.Msg {
		note(text)
		return nil
	})
}

func (m *Model) keep(p Prefs) tea.Cmd {
	keep := m.o.Keep
	return safely(func() tea.Msg { return keptMsg{keep(p)} })
}

func (m *Model) record() tea.Cmd {
	record := m.o.Record
	return safely(func() tea.Msg {
		text, err := record()
		return recordedMsg{text, err}
	})
}

// tell writes a sequence to the terminal, between two frames.
func (m *Model) tell(seq string) tea.Cmd {
	say := m.o.say
	return safely(func() tea.Msg {
		say(seq)
		return nil
	})
}

// ring tells of a new alert beyond the screen.
func (m *Model) ring() tea.Cmd {
	if m.o.say == nil {
		return nil
	}
	seq := m.alerts.Ring(m.live.At, m.o.Bell, m.o.Notify)
	if seq == "" {
		return nil
	}
	return m.tell(seq)
}

// takeMouse has the terminal report the mouse, or not.
func (m *Model) takeMouse(on bool) tea.Cmd {
	grab := m.o.grab
	if grab == nil {
		return nil
	}
	return safely(func() tea.Msg {
		grab(on)
		return nil
	})
}

// writeLogs writes the lines that pass the filters now.
func (m *Model) writeLogs() tea.Cmd {
	write, ctx, at, lines := m.o.WriteLogs, m.ctx, m.live.At, m.logs.Copy()
	return safely(func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, exportLimit)
		defer cancel()
		path, err := write(ctx, at, func(w io.Writer) error { return logs.Write(w, lines) })
		return logsWrittenMsg{path, len(lines), err}
	})
}

// siftOn comes back behind the keys that were pressed meanwhile: the logs are judged a slice at a time, between two
// messages, so that none waits for all of it. At most one of these is in flight.
func siftOn() tea.Msg { return siftMsg{} }

func (m *Model) export() tea.Cmd {
	write, ctx, f := m.o.Export, m.ctx, m.live
	return safely(func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, exportLimit)
		defer cancel()
		path, err := write(ctx, f)
		return exportedMsg{path, err}
	})
}
