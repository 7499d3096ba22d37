// Package tty is the terminal while hadash has it: it takes and gives it back, paints frames on it, and takes its
// answers out of what is typed.
package tty

import (
	"bytes"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// Screen paints frames, in the place of bubbletea's own renderer: that one looks ten to sixty times a second whether
// there is something to draw, which costs as much as all the polls, and lets a key wait for it. Here a frame is on the
// terminal when it is made, and nothing happens in between.
type Screen struct {
	in  *os.File // made raw; nil = what is typed comes from no terminal
	out io.Writer

	cooked atomic.Pointer[term.State] // how the terminal was, while it is ours
	keeper atomic.Pointer[keeper]     // gives it back when this process cannot; from the first Enter on

	mu    sync.Mutex
	here  bool     // it is ours
	first string   // what is written once, when it is
	mouse bool     // reports of it are wanted
	shown []string // the lines that are on it
	buf   bytes.Buffer
}

// NewScreen is a Screen that is not there yet. It writes first when it is there for the first time.
func NewScreen(in io.Reader, out io.Writer, first string) *Screen {
	s := &Screen{out: out, first: first}
	if f, ok := in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		s.in = f
	}
	return s
}

// Enter takes the terminal: raw, the alternate screen, no cursor, and reports of the mouse where they are wanted.
// The next frame is painted whole.
func (s *Screen) Enter() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.here {
		return nil
	}
	if s.in != nil {
		if out, ok := s.out.(*os.File); ok && s.keeper.Load() == nil {
			s.keeper.Store(startKeeper(s.in, out))
		}
		s.keeper.Load().hold(s.in)
		cooked, err := term.MakeRaw(int(s.in.Fd()))
		if err != nil {
			return err
		}
		s.cooked.Store(cooked)
	}
	s.here, s.shown = true, nil
	understand(s.out)
	text := ansi.SetModeAltScreenSaveCursor + ansi.HideCursor + ansi.SetModeBracketedPaste + ansi.EraseEntireScreen
	if s.mouse {
		text += mouseOn
	}
	s.write(text + s.first)
	s.first = ""
	return nil
}

// stuck is how long leaving a terminal can take: one that accepts no output would keep us for ever.
const stuck = 3 * time.Second

// Leave gives the terminal back as it was. Called again it does nothing.
func (s *Screen) Leave() error {
	said := make(chan struct{})
	go func() {
		defer close(said)
		s.farewell()
	}()
	select {
	case <-said:
	case <-time.After(stuck):
	}
	cooked := s.cooked.Swap(nil)
	if cooked == nil {
		return nil
	}
	if err := term.Restore(int(s.in.Fd()), cooked); err != nil {
		return err
	}
	s.keeper.Load().release() // a terminal that accepted no farewell is stuck for every other writer too
	return nil
}

// farewell is the last that is written, behind what is being written.
func (s *Screen) farewell() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.here {
		return
	}
	s.here = false
	text := ansi.ResetModeBracketedPaste + ansi.ShowCursor + ansi.ResetModeAltScreenSaveCursor
	if s.mouse {
		text = mouseOff + text
	}
	s.write(text)
}

// Paint shows a frame: lines that fill the terminal's width, of which those are written that are not there already.
func (s *Screen) Paint(frame string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.here || frame == "" {
		return
	}
	s.buf.Reset()
	n := 0
	for line := range strings.SplitSeq(frame, "\n") {
		if n == len(s.shown) {
			s.shown = append(s.shown, "")
		}
		if s.shown[n] != line {
			s.shown[n] = line
			s.buf.WriteString("\x1b[")
			s.buf.Write(strconv.AppendInt(s.buf.AvailableBuffer(), int64(n+1), 10))
			s.buf.WriteByte('H')
			s.buf.WriteString(line)
		}
		n++
	}
	s.shown = s.shown[:n]
	if s.buf.Len() > 0 {
		_, _ = s.out.Write(s.buf.Bytes()) // if the terminal is gone, SIGHUP or EOF tells us
	}
}

// Clear has the next frame painted whole: the terminal has another size, and has moved what was on it.
func (s *Screen) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown = nil
	if s.here {
		s.write(ansi.EraseEntireScreen)
	}
}

// Say writes a sequence between frames, while the terminal is ours.
func (s *Screen) Say(seq string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.here {
		s.write(seq)
	}
}

// Presses and releases are reported (1000), and no movement: what is dragged with shift is the terminal's own
// selection. SGR's way (1006) has no limit of columns.
const (
	mouseOn  = "\x1b[?1000h\x1b[?1006h"
	mouseOff = "\x1b[?1000l\x1b[?1006l"
)

// Mouse has the terminal report the mouse, or leaves it to the terminal. What is wanted holds while the terminal is
// ours; when it is given back, so is the mouse.
func (s *Screen) Mouse(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.mouse == on {
		return
	}
	s.mouse = on
	switch {
	case !s.here:
	case on:
		s.write(mouseOn)
	default:
		s.write(mouseOff)
	}
}

// Size is the terminal's, in cells; false where the output is none.
func (s *Screen) Size() (w, h int, ok bool) {
	f, ok := s.out.(*os.File)
	if !ok {
		return 0, 0, false
	}
	w, h, err := term.GetSize(int(f.Fd()))
	return w, h, err == nil
}

func (s *Screen) write(text string) { _, _ = io.WriteString(s.out, text) }
