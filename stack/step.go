package stack

import (
	"strings"
	"sync"
	"time"

	"hadash/record"
)

// StepState is the progress of a Step.
type StepState string

// The states of a Step. Running and Waiting may be reported many times, with a new Detail.
const (
	Running StepState = "running"
	Waiting StepState = "waiting" // for another Step
	Done    StepState = "done"
	Failed  StepState = "failed"
	Skipped StepState = "skipped" // nothing to do
)

// Ended reports whether the Step has ended.
func (s StepState) Ended() bool { return s != Running && s != Waiting }

// Step is one part of Up or Down.
type Step struct {
	Name   string // "compose", "base image", "image hadash/nginx:lab", "containers", "load", "ready"
	State  StepState
	Detail string        // current activity, result, or why it was skipped; one line
	Took   time.Duration // so far
}

// steps reports Steps to a caller, one at a time.
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

// step is a Step in progress.
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

// end reports the step as done, or as failed if err is not nil; it returns err.
func (s step) end(detail string, err error) error {
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		s.say(Failed, first)
		return err
	}
	s.say(Done, detail)
	return nil
}
