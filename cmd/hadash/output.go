package main

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"
)

// output is standard output. It keeps the first error: a command whose result was not written has failed, also one that
// does not look at every write.
type output struct {
	to  io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// execute runs a command that writes its result to stdout.
func execute(ctx context.Context, root *cobra.Command, stdout io.Writer) error {
	out := &output{to: stdout}
	root.SetOut(out)
	quietHelp(root)
	err := root.ExecuteContext(ctx)
	if out.err == nil || errors.Is(err, out.err) {
		return err
	}
	var exit *exitError
	if errors.As(err, &exit) { // it may have nothing to say of its own
		return &exitError{exit.code, errors.Join(exit.err, out.err)}
	}
	return errors.Join(err, out.err)
}

// quietHelp writes help at once: cobra prints the error of writing it, and execute returns that.
func quietHelp(root *cobra.Command) {
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		out := cmd.OutOrStdout()
		var text bytes.Buffer
		cmd.SetOut(&text)
		help(cmd, args)
		cmd.SetOut(out)
		_, _ = text.WriteTo(out) // execute knows the error
	})
}
