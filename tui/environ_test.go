package tui

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

func TestEnvironment(t *testing.T) {
	const utf8 = "en_GB.UTF-8"
	for name, tt := range map[string]struct {
		env            map[string]string
		noColor, ascii bool
		depth          termenv.Profile
	}{
		"usual":                      {map[string]string{"TERM": "xterm-256color", "LANG": utf8}, false, false, termenv.ANSI256},
		"nothing set":                {nil, false, false, termenv.ANSI256},
		"NO_COLOR empty":             {map[string]string{"NO_COLOR": ""}, false, false, termenv.ANSI256},
		"NO_COLOR=1":                 {map[string]string{"NO_COLOR": "1"}, true, false, termenv.ANSI},
		"NO_COLOR=0":                 {map[string]string{"NO_COLOR": "0"}, true, false, termenv.ANSI},
		"NO_COLOR=false":             {map[string]string{"NO_COLOR": "false"}, true, false, termenv.ANSI},
		"dumb":                       {map[string]string{"TERM": "dumb", "LANG": utf8}, true, true, termenv.Ascii},
		"dumb, NO_COLOR":             {map[string]string{"TERM": "dumb", "NO_COLOR": "1"}, true, true, termenv.Ascii},
		"console":                    {map[string]string{"TERM": "linux", "LANG": utf8}, false, true, termenv.ANSI256},
		"LANG=C":                     {map[string]string{"LANG": "C"}, false, true, termenv.ANSI256},
		"LANG=POSIX":                 {map[string]string{"LANG": "POSIX"}, false, true, termenv.ANSI256},
		"Latin 1":                    {map[string]string{"LANG": "de_DE.ISO-8859-1"}, false, true, termenv.ANSI256},
		"C.UTF-8":                    {map[string]string{"LANG": "C.UTF-8"}, false, false, termenv.ANSI256},
		"utf8 as glibc writes it":    {map[string]string{"LANG": "ru_RU.utf8"}, false, false, termenv.ANSI256},
		"LC_ALL is before LANG":      {map[string]string{"LC_ALL": "C", "LANG": utf8}, false, true, termenv.ANSI256},
		"LC_CTYPE is before LANG":    {map[string]string{"LC_CTYPE": utf8, "LANG": "C"}, false, false, termenv.ANSI256},
		"LC_ALL is before LC_CTYPE":  {map[string]string{"LC_ALL": utf8, "LC_CTYPE": "C"}, false, false, termenv.ANSI256},
		"an empty LC_ALL is not set": {map[string]string{"LC_ALL": "", "LANG": "C"}, false, true, termenv.ANSI256},
	} {
		o := Options{depth: termenv.ANSI256}.obey(func(name string) string { return tt.env[name] })
		if o.NoColor != tt.noColor || o.ASCII != tt.ascii || o.depth != tt.depth {
			t.Errorf("%s: no colour %v, ASCII %v, depth %v; want %v, %v, %v", name, o.NoColor, o.ASCII, o.depth, tt.noColor, tt.ascii, tt.depth)
		}
	}
	if o := (Options{NoColor: true, ASCII: true}).obey(func(string) string { return "" }); !o.NoColor || !o.ASCII {
		t.Error("what the caller asked for is undone")
	}
}

// A dumb terminal gets no sequence at all in a frame, and nothing but ASCII.
func TestDumb(t *testing.T) {
	for _, size := range sizes {
		o := everyKey.obey(func(name string) string { return map[string]string{"TERM": "dumb"}[name] })
		m := screenOf(size[0], size[1], o, oneDown())
		m.look.Depth = o.depth // screenOf has its own
		m.c.Theme = m.look.Theme()
		for _, keys := range [][]string{nil, {"s"}, {"n"}, {"?"}, {"T"}, {"enter"}} {
			press(m, keys...)
			view := m.View()
			if view != ansi.Strip(view) {
				t.Errorf("%v, after %q: a sequence in %q", size, keys, view)
			}
			for _, r := range view {
				if r > '~' {
					t.Fatalf("%v, after %q: %q on a dumb terminal", size, keys, r)
				}
			}
			press(m, "esc")
		}
	}
}
