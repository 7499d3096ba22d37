package tui

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/logs"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// How long requests to the world may take.
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

// outside is the world that the screen shows and changes. Its methods are commands, which run concurrently with the
// screen; their answers are messages.
type outside struct {
	Options
	ctx context.Context
}

// nextFrame waits for one Frame. At most one such command is in flight.
func (o outside) nextFrame() tea.Cmd {
	frames, ctx := o.Frames, o.ctx
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

// nextShown waits for the next Frame of a player.
func (o outside) nextShown() tea.Cmd {
	shown, ctx := o.Replay.Shown(), o.ctx
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

func (o outside) inject(f record.Fault) tea.Cmd {
	hands, ctx := o.Hands, o.ctx
	return safely(func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, injectLimit)
		defer cancel()
		return injectedMsg{f, hands.Inject(ctx, f)}
	})
}

// heal undoes a fault even while hadash is shutting down: our faults must not stay.
func (o outside) heal(f record.Fault) tea.Cmd {
	hands, ctx := o.Hands, context.WithoutCancel(o.ctx)
	return safely(func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, healLimit)
		defer cancel()
		return healedMsg{f, hands.Heal(ctx, f)}
	})
}

// setLoad has no time limit here: the load's image may still be building, for an unknown time. Hands limits
// all later steps.
func (o outside) setLoad(vus int) (do tea.Cmd, cancel context.CancelFunc) {
	hands := o.Hands
	ctx, cancel := context.WithCancel(o.ctx)
	return safely(func() tea.Msg {
		defer cancel()
		return loadMsg{vus, hands.SetLoad(ctx, vus)}
	}), cancel
}

func (o outside) note(text string) tea.Cmd {
	note := o.Note
	return safely(func() tea.Msg {
		note(text)
		return nil
	})
}

func (o outside) remember(p ui.Prefs) tea.Cmd {
	keep := o.Keep
	return safely(func() tea.Msg {
		if err := keep(p); err != nil {
			return remarked(badly, "%v", err)
		}
		return nil
	})
}

func (o outside) recordOn() tea.Cmd {
	record := o.Record
	return safely(func() tea.Msg {
		text, err := record()
		if err != nil {
			return remarked(badly, "%v", err)
		}
		return remarked(well, "%s", text)
	})
}

// tell writes a sequence to the terminal, between two frames.
func (o outside) tell(seq string) tea.Cmd {
	say := o.say
	return safely(func() tea.Msg {
		say(seq)
		return nil
	})
}

// takeMouse turns the terminal's mouse reports on or off.
func (o outside) takeMouse(on bool) tea.Cmd {
	grab := o.grab
	if grab == nil {
		return nil
	}
	return safely(func() tea.Msg {
		grab(on)
		return nil
	})
}

// writeLogs writes lines of the logs to a file.
func (o outside) writeLogs(at time.Time, lines []logs.Line) tea.Cmd {
	write, ctx := o.WriteLogs, o.ctx
	return safely(func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, exportLimit)
		defer cancel()
		path, err := write(ctx, at, func(w io.Writer) error { return logs.Write(w, lines) })
		if err != nil {
			return remarked(badly, "write logs: %v", err)
		}
		return remarked(well, "%s written to %s", paint.Plural(len(lines), "line", "lines"), path)
	})
}

// filterOn queues the next slice of filtering behind the keys that were pressed meanwhile, so that
// no key waits for all of it. At most one such command is in flight.
func filterOn() tea.Msg { return filterMsg{} }

func (o outside) export(f incident.Frame) tea.Cmd {
	write, ctx := o.Export, o.ctx
	return safely(func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, exportLimit)
		defer cancel()
		path, err := write(ctx, f)
		if err != nil {
			return remarked(badly, "export: %v", err)
		}
		return remarked(well, "exported to %s", path)
	})
}
