package tty

import (
	"context"
	"io"
	"os"

	"golang.org/x/sys/windows"
)

// CanSuspend is false: a process cannot be stopped here, and nothing would bring the screen back.
const CanSuspend = false

// Resized calls each with the console's size. bubbletea reads its changes, as they come with what is typed there.
func (s *Screen) Resized(_ context.Context, each func(w, h int)) {
	if w, h, ok := s.Size(); ok {
		each(w, h)
	}
}

// understand has a console read sequences, which older ones do only when asked.
func understand(out io.Writer) {
	f, ok := out.(*os.File)
	if !ok {
		return
	}
	var mode uint32
	if windows.GetConsoleMode(windows.Handle(f.Fd()), &mode) == nil {
		_ = windows.SetConsoleMode(windows.Handle(f.Fd()), mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING)
	}
}
