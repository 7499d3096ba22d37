package main

import (
	"io"
	"time"

	"github.com/spf13/cobra"

	"hadash/report"
	"hadash/report/picture"
	"hadash/report/postmortem"
)

func reportCommand() *cobra.Command {
	d := &document{}
	cmd := &cobra.Command{
		Use: "report RECORDING", Short: "write a post-mortem of a recording: what happened, what it cost, what to change",
		Long: "Reads a recording and writes a post-mortem of it to the file given with -o, with a picture of the run beside it,\n" +
			"or to standard output. It needs neither Docker nor a network. Times are UTC.",
		Example: "  hadash report run.hadash -o report.md\n  hadash report run.hadash -o report.html --lang ru\n  hadash report run.hadash --format json | jq .verdict",
		Args:    oneFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			return d.report(args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	d.flags(cmd)
	return cmd
}

// report reads a recording and writes its report.
func (d *document) report(path string, out, talk io.Writer) error {
	if err := d.check([]string{path}); err != nil {
		return err
	}
	run, err := gather(path, talk)
	if err != nil {
		return err
	}
	post := postmortem.Report{Run: run, Lang: report.Lang(d.lang), Zone: time.UTC}
	return d.write(renderings{
		markdown: func(w io.Writer, picture string) error { post.Picture = picture; return post.Markdown(w) },
		html:     post.HTML,
		json:     post.JSON,
		picture:  func(w io.Writer) error { return picture.Write(w, run, post.Lang, post.Zone) },
	}, out, talk)
}
