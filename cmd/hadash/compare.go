package main

import (
	"errors"
	"io"
	"time"

	"github.com/spf13/cobra"

	"hadash/report"
	"hadash/report/compare"
)

func compareCommand() *cobra.Command {
	d := &document{}
	cmd := &cobra.Command{
		Use: "compare A B [C...]", Short: "compare recordings with the first one: what got better, what got worse, by how much",
		Long: "Reads two or more recordings and writes one table and one picture; the first is the baseline. The picture is an SVG\n" +
			"beside the file given with -o; standard output gets only the table. It needs neither Docker nor a network.",
		Example: "  hadash compare before.hadash after.hadash -o compared.md",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage(errors.New("compare: needs at least two recordings: hadash compare BEFORE AFTER"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return d.compare(args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	d.flags(cmd)
	return cmd
}

// compare reads recordings and compares them with the first.
func (d *document) compare(paths []string, out, talk io.Writer) error {
	if err := d.check(paths); err != nil {
		return err
	}
	var runs []*report.Run
	for _, path := range paths {
		run, err := gather(path, talk)
		if err != nil {
			return err
		}
		runs = append(runs, run)
	}
	all, o := compare.Of(runs), compare.Options{Lang: report.Lang(d.lang), Zone: time.UTC}
	return d.write(renderings{
		markdown: func(w io.Writer, picture string) error { o.Picture = picture; return all.Write(w, o) },
		html:     func(w io.Writer, _ []byte) error { return all.HTML(w, o) },
		json:     all.WriteJSON,
		picture:  func(w io.Writer) error { return all.WritePicture(w, o.Lang) },
	}, out, talk)
}
