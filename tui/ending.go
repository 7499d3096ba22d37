package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/tty"
)

// patience is how long a screen that is asked to end may take before it is left behind.
var patience = 3 * time.Second

// errStuck says that the program has not ended, and may never end.
var errStuck = errors.New("the screen did not stop")

// play takes the terminal and runs the program on it. A panic is returned as the error that ended it.
func play(p *tea.Program, m *Model, screen *tty.Screen) (err error) {
	defer func() {
		if r := recover(); r != nil {
			m.fatal = panicked(r)
		}
	}()
	if err := screen.Enter(); err != nil {
		p.Kill() // nothing waits for a message any longer
		return fmt.Errorf("take the terminal: %w", err)
	}
	_, err = p.Run()
	return err
}

// await returns the program's result, and ends it as a key would when ctx ends. tea.WithContext would end it
// without waiting for the goroutine that reads the terminal, which then reads a file that is being closed. A terminal
// that accepts no output, as over a broken connection, blocks the program in the middle of a frame: it is left there,
// because the faults must still be healed.
func await(ctx context.Context, p *tea.Program, ran <-chan error) error {
	select {
	case err := <-ran:
		return err
	case <-ctx.Done():
	}
	go p.Quit() // it waits for the program to listen
	select {
	case err := <-ran:
		return err
	case <-time.After(patience):
		return errStuck
	}
}
