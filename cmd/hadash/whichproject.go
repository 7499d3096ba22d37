package main

import (
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
	fmt.Fprint(talk, "which project? (--project skips this question) ")
	text, err := answer(ctx, in)
	if err != nil {
		fmt.Fprintln(talk)
		return "", err
	}
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(names) {
		return names[n-1], nil
	}
	if slices.Contains(names, text) {
		return text, nil
	}
	return "", nil
}

// nothingToWatch is the error of a project that is not there, or carries no labels: most often another one was meant, whose
// name was given to 'hadash up' and forgotten now.
func nothingToWatch(project string, there []string) error {
	text := "project " + project + ": no container carries a hadash.role label"
	if len(there) > 0 {
		text += "; other projects have some: " + strings.Join(there, ", ") + " (choose one with --project)"
	}
	return errors.New(text + "; 'hadash up' starts the stack")
}
