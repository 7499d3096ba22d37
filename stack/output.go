package stack

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
)

// tailLines is how much of a failed program's output an error shows.
const tailLines = 20

// output is what a program writes: all of it goes into the log file, each line to watch, and the
// last lines stay for an error message.
type output struct {
	mu    sync.Mutex
	log   io.Writer
	watch func(line string)
	tail  []string
	open  []byte
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.log != nil {
		_, _ = o.log.Write(p) // a full disk must not stop a build
	}
	o.open = append(o.open, p...)
	for {
		// Progress bars return to the line's beginning.
		i := bytes.IndexAny(o.open, "\r\n")
		if i < 0 {
			return len(p), nil
		}
		o.line(string(o.open[:i]))
		o.open = o.open[i+1:]
	}
}

func (o *output) line(text string) {
	text = strings.TrimSpace(record.Clean(text))
	if text == "" {
		return
	}
	if o.watch != nil {
		o.watch(text)
	}
	o.tail = append(o.tail, text)
	if len(o.tail) > tailLines {
		o.tail = slices.Delete(o.tail, 0, len(o.tail)-tailLines)
	}
}

// last is the last lines written.
func (o *output) last() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.tail)
}

// logFile is where the full output of an Up or Down goes.
type logFile struct {
	mu   sync.Mutex
	file *os.File // nil when there can be none: that stops nobody
	path string
}

func (l *logFile) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		return len(p), nil
	}
	return l.file.Write(p)
}

// close may be called more than once; what is written afterwards is lost.
func (l *logFile) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		_ = l.file.Close()
		l.file = nil
	}
}

// openLog begins a new log file in the state directory. What another hadash still writes into the old one is added.
func openLog(name string) *logFile {
	dir := stateRoot()
	if err := stateDir(dir); err != nil {
		return &logFile{}
	}
	path := filepath.Join(dir, name+".log")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|os.O_APPEND, 0o600)
	if err != nil {
		return &logFile{}
	}
	return &logFile{file: file, path: path}
}

// outputError is an error with the end of what the program said.
func outputError(err error, tail []string, log *logFile) error {
	var b strings.Builder
	for _, line := range tail {
		b.WriteString("\n    " + line)
	}
	if log.path != "" {
		b.WriteString("\n  all of it: " + log.path)
	}
	return fmt.Errorf("%w%s", err, b.String())
}
