package sited

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"hadash/attach/machine"
	"hadash/attach/target"
	"hadash/cmd/hadash/localhost"
)

// ErrNothing means that nothing on this machine can be watched.
var ErrNothing = errors.New("nothing on this machine can be watched; 'hadash attach --help' shows targets elsewhere")

// ErrDeclined means that the user did not want to watch what was found.
var ErrDeclined = errors.New("nothing is watched")

// Choose looks for what this machine runs, shows it, and returns it when the user presses enter.
func Choose(ctx context.Context, in io.Reader, talk io.Writer) ([]target.Target, error) {
	f, err := machine.Look(ctx, machine.Options{Ask: localhost.Ask})
	if err != nil {
		return nil, err
	}
	localhost.Write(talk, f)
	all, err := targetsOf(f)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, ErrNothing
	}
	fmt.Fprint(talk, "\nenter starts, ctrl+c ends: ")
	answer := make(chan string, 1)
	go func() {
		line, err := bufio.NewReader(in).ReadString('\n')
		if err != nil {
			line = "end"
		}
		answer <- strings.TrimSpace(line)
	}()
	select {
	case text := <-answer:
		if text != "" && !strings.EqualFold(text, "y") {
			return nil, ErrDeclined
		}
		return all, nil
	case <-ctx.Done():
		fmt.Fprintln(talk)
		return nil, ctx.Err()
	}
}

// targetsOf are the targets that were found, with the logins that their configurations have.
func targetsOf(f *machine.Found) (all []target.Target, err error) {
	for _, text := range f.Targets() {
		t, err := target.Parse(text)
		if err != nil {
			return nil, err
		}
		if user, password, ok := f.Login(text); ok && t.URL != nil {
			t.URL.User = url.UserPassword(user, password)
		}
		all = append(all, t)
	}
	return all, nil
}
