package main

import (
	"strings"
	"testing"
	"time"

	"hadash/stack"
)

func steps(p *progress) {
	for _, s := range []stack.Step{
		{Name: "image a", State: stack.Running, Detail: "Step 1"},
		{Name: "image b", State: stack.Running, Detail: "Step 1"},
		{Name: "image a", State: stack.Running, Detail: "Step 2"},
		{Name: "image b", State: stack.Running, Detail: "Step 2"},
		{Name: "image a", State: stack.Done, Detail: "built", Took: 2 * time.Second},
		{Name: "image b", State: stack.Failed, Detail: "no space left", Took: time.Millisecond},
	} {
		p.show(s)
	}
}

// In a pipe a step is one line, when it has ended.
func TestProgressInAPipe(t *testing.T) {
	var b strings.Builder
	steps(newProgress(&b))
	if want := "  ✓ image a    built  (2.0 s)\n  ✗ image b    no space left\n"; b.String() != want {
		t.Errorf("got\n%q\nwant\n%q", b.String(), want)
	}
}

// On a terminal steps that run side by side each keep a line, and no more than one.
func TestProgressOnATerminal(t *testing.T) {
	var b strings.Builder
	p := &progress{w: &b, terminal: true, width: 40}
	steps(p)
	if got, want := screenOf(b.String()), "  ✓ image a    built  (2.0 s)\n  ✗ image b    no space left\n"; got != want {
		t.Errorf("the screen shows\n%s\nwant\n%s", got, want)
	}
	p.end()
	before := b.Len()
	p.show(stack.Step{Name: "load", State: stack.Done})
	if b.Len() != before {
		t.Error("wrote after the end")
	}
}

// screenOf plays what progress writes: lines, and "up n, erase below".
func screenOf(out string) string {
	var lines []string
	for len(out) > 0 {
		if rest, ok := strings.CutPrefix(out, "\x1b["); ok {
			n, after, _ := strings.Cut(rest, "A")
			up := 1
			if n != "" {
				up = int(n[0] - '0')
			}
			lines, out = lines[:len(lines)-up], strings.TrimPrefix(after, "\r\x1b[J")
			continue
		}
		line, rest, _ := strings.Cut(out, "\n")
		lines, out = append(lines, line+"\n"), rest
	}
	return strings.Join(lines, "")
}
