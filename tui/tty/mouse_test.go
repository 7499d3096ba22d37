package tty

import (
	"bytes"
	"io"
	"testing"
)

// The reports are switched on only while the alternate screen is there, and off before it is left.
func TestMouse(t *testing.T) {
	const enter, leave = "\x1b[?1049h", "\x1b[?1049l"
	for name, tt := range map[string]struct {
		do   func(o *Output)
		want string
	}{
		"asked for first":    {func(o *Output) { o.Mouse(true); say(o, enter, "frame", leave) }, enter + mouseOn + "frame" + mouseOff + leave},
		"asked for later":    {func(o *Output) { say(o, enter); o.Mouse(true); say(o, leave) }, enter + mouseOn + mouseOff + leave},
		"released":           {func(o *Output) { o.Mouse(true); say(o, enter); o.Mouse(false); say(o, leave) }, enter + mouseOn + mouseOff + leave},
		"suspended":          {func(o *Output) { o.Mouse(true); say(o, enter, leave, enter) }, enter + mouseOn + mouseOff + leave + enter + mouseOn},
		"released meanwhile": {func(o *Output) { o.Mouse(true); say(o, enter, leave); o.Mouse(false); say(o, enter) }, enter + mouseOn + mouseOff + leave + enter},
		"twice":              {func(o *Output) { say(o, enter); o.Mouse(true); o.Mouse(true) }, enter + mouseOn},
		"never":              {func(o *Output) { say(o, enter, leave) }, enter + leave},
	} {
		var b bytes.Buffer
		tt.do(NewOutput(&b, ""))
		if b.String() != tt.want {
			t.Errorf("%s: %q, want %q", name, b.String(), tt.want)
		}
	}
}

func say(o *Output, all ...string) {
	for _, s := range all {
		_, _ = io.WriteString(o, s)
	}
}
