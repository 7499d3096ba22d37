package program

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"hadash/record"
	"hadash/stack/state"
)

// tailLines is how much of a failed program's output an error shows.
const tailLines = 20

// Output is what a program writes: all of it goes into the log file, each line to Line, and the
// last lines stay for an error message.
type Output struct {
	mu   sync.Mutex
	Log  io.Writer
	Line func(text string) // may be nil
	tail []string
	open []byte
}

func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.Log != nil {
		_, _ = o.Log.Write(p) // a full disk must not stop a build
	}
	o.open = append(o.open, p...)
	for {
		// Progress bars return to the line's beginning.
		i := bytes.IndexAny(o.open, "\r\n")
		if i < 0 {
			return len(p), nil
		}
		o.take(string(o.open[:i]))
		o.open = o.open[i+1:]
	}
}

func (o *Output) take(text string) {
	text = strings.TrimSpace(record.Clean(text))
	if text == "" {
		return
	}
	if o.Line != nil {
		o.Line(text)
	}
	o.tail = append(o.tail, text)
	if len(o.tail) > tailLines {
		o.tail = slices.Delete(o.tail, 0, len(o.tail)-tailLines)
	}
}

// Last is the last lines written.
func (o *Output) Last() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.tail)
}

// LogFile is where the full output of an Up or Down goes.
type LogFile struct {
	mu   sync.Mutex
	file *os.File // nil when there can be none: that stops nobody
	Path string
}

func (l *LogFile) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return len(p), nil
	}
	return l.file.Write(p)
}

// Close may be called more than once; what is written afterwards is lost.
func (l *LogFile) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		_ = l.file.Close()
		l.file = nil
	}
}

// OpenLog begins a new log file in the state directory. What another hadash still writes into the old one is added.
func OpenLog(name string) *LogFile {
	dir := state.Root()
	if err := state.MakeDir(dir); err != nil {
		return &LogFile{}
	}
	path := filepath.Join(dir, name+".log")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|os.O_APPEND, 0o600)
	if err != nil {
		return &LogFile{}
	}
	return &LogFile{file: file, Path: path}
}

// Failure is an error with the end of what the program said.
func Failure(err error, tail []string, log *LogFile) error {
	var b strings.Builder
	for _, line := range tail {
		b.WriteString("\n    " + line)
	}
	if log.Path != "" {
		b.WriteString("\n  full log: " + log.Path)
	}
	return fmt.Errorf("%w%s", err, b.String())
}
