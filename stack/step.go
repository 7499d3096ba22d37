package stack

import (
	"strings"
	"sync"
	"time"

	"hadash/record"
)

// StepState is how far a Step has come.
type StepState string

// The states of a Step; running and waiting may be told many times, with a new Detail.
const (
	Running StepState = "running"
	Waiting StepState = "waiting" // for another Step of the same work
	Done    StepState = "done"
	Failed  StepState = "failed"
	Skipped StepState = "skipped" // nothing to do
)

// Ended reports whether nothing more comes of a Step.
func (s StepState) Ended() bool { return s != Running && s != Waiting }

// Step is one part of Up or Down.
type Step struct {
	Name   string // "compose", "base image", "image hadash/nginx:lab", "containers", "load", "ready"
	State  StepState
	Detail string        // what it is doing, what came of it, or why it was skipped; one line
	Took   time.Duration // so far
}

// steps tells a caller about Steps, one at a time.
type steps struct {
	mu   sync.Mutex
	tell func(Step) // may be nil
	note func(Step) // may be nil
}

func (s *steps) say(step Step) {
	step.Detail = record.Clean(strings.TrimSpace(step.Detail))
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, hear := range []func(Step){s.note, s.tell} {
		if hear != nil {
			hear(step)
		}
	}
}

// also reports the Steps that follow to note as well.
func (s *steps) also(note func(Step)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.note = note
}

// step is one Step under way.
type step struct {
	all   *steps
	name  string
	began time.Time
}

func (s *steps) begin(name, detail string) step {
	st := step{all: s, name: name, began: time.Now()}
	st.say(Running, detail)
	return st
}

func (s step) say(state StepState, detail string) {
	s.all.say(Step{Name: s.name, State: state, Detail: detail, Took: time.Since(s.began)})
}

// end is done, or failed when there is an error; it hands the error back.
func (s step) end(detail string, err error) error {
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		s.say(Failed, first)
		return err
	}
	s.say(Done, detail)
	return nil
}
