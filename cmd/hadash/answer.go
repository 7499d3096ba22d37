package main

import (
	"bufio"
	"context"
	"io"
	"strings"
)

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 4096

// answer reads the line that a user types, without the blanks around it; "" at the end of the input. It returns the
// cause if ctx ends first: reading from a terminal cannot be interrupted, and ctrl+c must not wait for a line.
func answer(ctx context.Context, in io.Reader) (string, error) {
	line := make(chan string, 1)
	go func() {
		text, _ := bufio.NewReader(io.LimitReader(in, maxAnswer)).ReadString('\n')
		line <- strings.TrimSpace(text)
	}()
	select {
	case <-ctx.Done():
		return "", context.Cause(ctx)
	case text := <-line:
		return text, nil
	}
}
