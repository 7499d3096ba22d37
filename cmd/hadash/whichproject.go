package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"hadash/stack"
)

// connect finds the project, and asks which one is meant where several may be and somebody is there to answer.
func (o *options) connect(ctx context.Context) (*stack.Project, error) {
	p, err := stack.Connect(ctx, o.Options)
	var many *stack.ManyProjectsError
	if !errors.As(err, &many) || !onTerminal() {
		return p, err
	}
	name, gaveUp := whichProject(ctx, os.Stdin, os.Stderr, many.Names)
	if gaveUp != nil {
		return nil, gaveUp
	}
	if name == "" {
		return nil, err
	}
	o.Project = name
	return stack.Connect(ctx, o.Options)
}

// whichProject asks for one of some names, by its number or by itself; "" when the answer is none of them. Where ctx
// ends before it is there, that is the error.
func whichProject(ctx context.Context, in io.Reader, talk io.Writer, names []string) (string, error) {
	for i, name := range names {
		fmt.Fprintf(talk, "  %d  %s\n", i+1, name)
	}
	fmt.Fprint(talk, "which project? (--project says it at once) ")
	answer := make(chan string, 1)
	go func() { // a terminal cannot be told to stop reading: ctrl+c must not wait for a line
		line, _ := bufio.NewReader(in).ReadString('\n')
		answer <- strings.TrimSpace(line)
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(talk)
		return "", context.Cause(ctx)
	case text := <-answer:
		if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(names) {
			return names[n-1], nil
		}
		if slices.Contains(names, text) {
			return text, nil
		}
		return "", nil
	}
}
