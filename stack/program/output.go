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

	"hadash/journal/state"
	"hadash/record"
)

// tailLines is how many lines of a failed program's output an error shows.
const tailLines = 20

// Output receives a program's output: all of it goes into the log file, each line to Line, and the last lines are kept
// for an error message.
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
		// Progress bars return to the beginning of the line.
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

// Last returns the last lines written.
func (o *Output) Last() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.tail)
}

// LogFile is the file with the full output of an Up or Down.
type LogFile struct {
	mu   sync.Mutex
	file *os.File // nil if it cannot be created, which is no error
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

// Close closes the file. It may be called more than once; later writes are dropped.
func (l *LogFile) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		_ = l.file.Close()
		l.file = nil
	}
}

// OpenLog starts a new log file in the state directory. Output that another hadash still writes to the old one is
// appended.
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

// Failure adds the end of the program's output to an error.
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
