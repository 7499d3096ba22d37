// Package command speaks to a Runtime API over the standard input and output of a command: ssh lb1 sudo socat - /run/haproxy/admin.sock.
package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"hadash/apart"
	"hadash/record"
	"hadash/runtimeapi"
)

// API is a Runtime API at the other end of a command. The command runs for as long as it is asked, in HAProxy's interactive mode, so
// that an ssh connection is made once; when it ends, it is started again with the next question.
type API struct {
	line string // of the shell; it may hold secrets

	mu      sync.Mutex
	running *process
	ended   time.Time // when a command failed last
	why     error
}

// New returns the API at the end of a command of the shell. Nothing runs before the first question.
func New(line string) *API { return &API{line: line} }

const (
	prompt    = "\n> "
	maxAnswer = 64 << 20 // bytes; 30 000 servers take ten
	greeting  = 15 * time.Second
	again     = time.Second // between two starts of a command that fails
	goodbye   = 2 * time.Second
)

// Ask sends one line and returns its answer. ErrNobody means that it was not taken, ErrDoubt that this is not known. After an answer
// that came too late the command is started again.
func (a *API) Ask(ctx context.Context, line string) (string, error) {
	if strings.ContainsAny(line, "\n\r") {
		return "", fmt.Errorf("%w: a command of one line is sent, no more", runtimeapi.ErrNobody)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.running == nil {
		if err := a.start(ctx); err != nil {
			return "", fmt.Errorf("%w: %w", runtimeapi.ErrNobody, err)
		}
	}
	answer, err := a.running.ask(ctx, line)
	if err != nil {
		err = runtimeapi.Unanswered(line, fmt.Errorf("%s: %w", a, a.running.explain(err)))
		a.stop()
		return "", err
	}
	return answer, nil
}

// String names the program of the command, and nothing else of it.
func (a *API) String() string {
	words := strings.Fields(a.line)
	if len(words) == 0 {
		return "the command"
	}
	return record.Clean(filepath.Base(words[0]))
}

func (a *API) start(ctx context.Context) error {
	if a.why != nil && time.Since(a.ended) < again {
		return a.why
	}
	p, err := begin(a.line)
	if err == nil {
		limit, cancel := context.WithTimeout(ctx, greeting)
		defer cancel()
		if _, err = p.ask(limit, "prompt"); err != nil {
			err = fmt.Errorf("%s does not lead to a Runtime API: %w", a, p.explain(err))
			p.end()
		}
	}
	if err != nil {
		a.ended, a.why = time.Now(), err
		return err
	}
	a.running, a.why = p, nil
	return nil
}

func (a *API) stop() {
	a.ended, a.why = time.Now(), nil
	a.running.end()
	a.running = nil
}

// Close ends the command, and what it has started.
func (a *API) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.running != nil {
		a.stop()
	}
	return nil
}

// process is a command that runs.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	chunks chan []byte // of its output, closed at its end
	said   tail        // on its standard error
	done   chan struct{}
}

func begin(line string) (*process, error) {
	p := &process{cmd: exec.Command("sh", "-c", line), chunks: make(chan []byte, 16), done: make(chan struct{})} //nolint:noctx // it outlives the question that starts it, and is ended by end
	apart.From(p.cmd)
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.cmd.Stderr, p.cmd.WaitDelay = &p.said, goodbye
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go p.read(out)
	return p, nil
}

func (p *process) read(out io.Reader) {
	defer close(p.done)
	buf := make([]byte, 64<<10)
	for {
		n, err := out.Read(buf)
		if n > 0 {
			p.chunks <- bytes.Clone(buf[:n])
		}
		if err != nil {
			break
		}
	}
	close(p.chunks)
	_ = p.cmd.Wait() // what it printed says more than its code
}

var (
	errEnded = errors.New("the command has ended")
	errLong  = fmt.Errorf("the answer is longer than %d MB", maxAnswer>>20)
)

// ask sends a line and reads until HAProxy's prompt.
func (p *process) ask(ctx context.Context, line string) (string, error) {
	if _, err := io.WriteString(p.in, line+"\n"); err != nil {
		return "", errEnded
	}
	var answer []byte
	for {
		select {
		case more, ok := <-p.chunks:
			if !ok {
				return "", errEnded
			}
			if answer = append(answer, more...); len(answer) > maxAnswer {
				return "", errLong
			}
			if bytes.HasSuffix(answer, []byte(prompt)) || string(answer) == prompt[1:] {
				return strings.TrimSuffix(strings.TrimSuffix(string(answer), prompt[1:]), "\n"), nil
			}
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// explain adds the last line that the command printed as an error.
func (p *process) explain(err error) error {
	if errors.Is(err, errEnded) {
		select {
		case <-p.done:
		case <-time.After(goodbye):
		}
	}
	if last := p.said.last(); last != "" {
		return fmt.Errorf("%w: %s", err, last)
	}
	return err
}

// end ends the command and all that it started.
func (p *process) end() {
	_ = p.in.Close()
	apart.Kill(p.cmd)
	go func() {
		for range p.chunks { // so that reading ends
		}
	}()
	<-p.done
}

// tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	text []byte
}

const tailLength = 2 << 10

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, b...)
	if more := len(t.text) - tailLength; more > 0 {
		t.text = t.text[more:]
	}
	return len(b), nil
}

func (t *tail) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(string(t.text)), "\n")
	return record.Clean(record.Redact(lines[len(lines)-1]))
}

var _ runtimeapi.Asker = (*API)(nil)
