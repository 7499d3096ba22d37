package tui

import (
	"context"
	"fmt"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/muesli/termenv"

	"hadash/record"
)

// Offscreen is the screen without a terminal, for pictures and documents.
type Offscreen struct{ m *Model }

// NewOffscreen makes a screen of w by h cells with every colour. It does not read the environment, and keys
// do not change the world: a picture breaks nothing.
func NewOffscreen(o Options, w, h int) *Offscreen {
	o.depth = termenv.TrueColor
	o.Hands = noHands{}
	m := New(context.Background(), o)
	m.Update(tea.WindowSizeMsg{Width: w, Height: h})
	return &Offscreen{m}
}

// Show puts a Frame on the screen.
func (s *Offscreen) Show(x Shown) { s.m.shown(x) }

// Press presses keys by the names that bubbletea has for them: "T", "enter", "down", "space".
func (s *Offscreen) Press(keys ...string) error {
	for _, name := range keys {
		msg, ok := keyNamed(name)
		if !ok {
			return fmt.Errorf("no key %q", name)
		}
		s.m.Update(msg)
	}
	return nil
}

// String is the screen as a terminal would get it: h lines of w cells, with colours.
func (s *Offscreen) String() string { return s.m.View() }

// keyNamed returns the key with that name in bubbletea.
func keyNamed(name string) (tea.KeyMsg, bool) {
	if name == "space" || name == " " {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}, true
	}
	if r, n := utf8.DecodeRuneInString(name); n == len(name) && r != utf8.RuneError {
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}, true
	}
	for t := tea.KeyType(-100); t < 128; t++ { // KeyF20 is the lowest, KeyBackspace the highest
		if t != tea.KeyRunes && t.String() == name {
			return tea.KeyMsg{Type: t}, true
		}
	}
	return tea.KeyMsg{}, false
}

// noHands are the hands of a picture: the keys are visible, and do nothing.
type noHands struct{}

func (noHands) Inject(context.Context, record.Fault) error { return nil }
func (noHands) Heal(context.Context, record.Fault) error   { return nil }
func (noHands) SetLoad(context.Context, int) error         { return nil }
func (noHands) LoadPreparing() string                      { return "" }
