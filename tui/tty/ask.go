package tty

import (
	"bytes"
	"os"
	"sync"
	"time"
)

// Question asks for the background colour (OSC 11), and then what the terminal is (primary device attributes): every
// terminal answers that, so its answer is the end of both.
const Question = "\x1b]11;?\x07\x1b[c"

// pause is the Pause of an Input: shorter than the time between two keys that a user presses.
const pause = 50 * time.Millisecond

// maxAnswer is longer than any answer.
const maxAnswer = 96

// Input is the terminal as bubbletea reads it, without the answers to Question. It is a file, so that bubbletea
// can end a read; only Read is ours. Keys around an answer come through as they are.
type Input struct {
	*os.File
	Pause time.Duration    // how long the rest of an answer that came in pieces may take
	heard func(light bool) // what the background is
	once  sync.Once
	done  chan struct{}
	held  []byte // what may be the beginning of an answer
}

// NewInput is an Input on a terminal that is asked; it calls heard from the goroutine that reads.
func NewInput(f *os.File, heard func(light bool)) *Input {
	return &Input{File: f, Pause: pause, heard: heard, done: make(chan struct{})}
}

// Answered is closed when the terminal has answered all.
func (in *Input) Answered() <-chan struct{} { return in.done }

// Read gives what was typed; nothing and no error where all of it was an answer.
func (in *Input) Read(p []byte) (int, error) {
	select {
	case <-in.done:
		return in.File.Read(p)
	default:
	}
	var buf [256]byte
	typed := p[:0]
	for {
		// What is held comes out again together with what is read, and must fit.
		room := min(len(buf), len(p)-len(typed)-len(in.held))
		if room <= 0 {
			return in.release(typed), nil
		}
		n, err := in.File.Read(buf[:room])
		typed = in.sift(typed, buf[:n])
		if err != nil || len(in.held) == 0 {
			return len(typed), err
		}
		if !in.more(in.Pause) {
			return in.release(typed), nil
		}
	}
}

// release ends waiting for the rest of an answer. One or two bytes are a key, as esc or alt+]; what is longer begins
// as no key does.
func (in *Input) release(typed []byte) int {
	if len(in.held) <= 2 {
		typed = append(typed, in.held...)
	}
	in.held = nil
	return len(typed)
}

// sift appends to typed what is no answer, and holds what may become one.
func (in *Input) sift(typed, b []byte) []byte {
	b = append(in.held, b...)
	in.held = nil
	for len(b) > 0 {
		esc := bytes.IndexByte(b, '\x1b')
		if esc < 0 || in.ended() {
			return append(typed, b...)
		}
		typed, b = append(typed, b[:esc]...), b[esc:]
		n, whole := answer(b)
		switch {
		case n == 0:
			typed, b = append(typed, b[0]), b[1:]
		case !whole:
			in.held = bytes.Clone(b)
			return typed
		default:
			in.take(b[:n])
			b = b[n:]
		}
	}
	return typed
}

func (in *Input) ended() bool {
	select {
	case <-in.done:
		return true
	default:
		return false
	}
}

func (in *Input) take(answer []byte) {
	if answer[1] == '[' {
		in.once.Do(func() { close(in.done) })
		return
	}
	if light, ok := Light(string(answer[len("\x1b]11;"):])); ok {
		in.heard(light)
	}
}

// answer is how many bytes at the beginning of b, which is an escape, are an answer: 0 where it is none, or what
// there is of it so far. A colour ends with BEL or ST; the attributes are \x1b[?1;2c.
func answer(b []byte) (n int, whole bool) {
	for _, begin := range []string{"\x1b]11;", "\x1b[?"} {
		if k := min(len(b), len(begin)); string(b[:k]) != begin[:k] {
			continue
		}
		for i := len(begin); i < min(len(b), maxAnswer); i++ {
			switch c := b[i]; {
			case begin[1] == '[' && c == 'c', begin[1] == ']' && c == '\a', begin[1] == ']' && c == '\\' && b[i-1] == '\x1b':
				return i + 1, true
			case begin[1] == '[' && c != ';' && (c < '0' || c > '9'):
				return 0, false
			}
		}
		if len(b) >= maxAnswer {
			return 0, false
		}
		return len(b), false
	}
	return 0, false
}
