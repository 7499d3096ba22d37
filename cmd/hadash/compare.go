package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"hadash/record"
	"hadash/report"
)

// comparison is what the flags of compare say.
type comparison struct{ reporting }

func compareCommand() *cobra.Command {
	c := &comparison{}
	cmd := &cobra.Command{
		Use: "compare A B [C...]", Short: "recordings held against the first of them: what got better, what worse, by how much",
		Long: "Reads two or more recordings and writes one table and one picture; the first is the baseline. With -o FILE.md the\n" +
			"picture is FILE.svg beside it, in HTML it is in the page, and on standard output the table stands alone.\n" +
			"It needs neither Docker nor a network. Times are UTC.",
		Example: "  hadash compare before.hadash after.hadash -o compared.md\n  hadash compare baseline.hadash tuned.hadash --lang ru",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage(errors.New("compare: two recordings or more, please: hadash compare BEFORE AFTER"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := c.check(); err != nil {
				return usage(err)
			}
			return c.run(args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	c.flags(cmd)
	return cmd
}

func (c *comparison) run(files []string, out, talk io.Writer) error {
	var runs []*report.Run
	for _, file := range files {
		if sameFile(file, c.out) || sameFile(file, c.picture()) {
			return usage(fmt.Errorf("-o %s would write over the recording %s; another name, please", c.out, file))
		}
		r, err := gather(file)
		if err != nil {
			return err
		}
		if r.Torn != "" {
			fmt.Fprintf(talk, "hadash: %s is not whole: %s; what is before that is compared\n", file, record.Clean(r.Torn))
		}
		runs = append(runs, r)
	}
	return c.write(report.Compare(runs), out, talk)
}

func (c *comparison) write(all *report.Comparison, out, talk io.Writer) error {
	options := report.CompareOptions{Lang: report.Lang(c.lang), Zone: time.UTC}
	if picture := c.picture(); picture != "" {
		options.Picture = filepath.Base(picture)
		if err := writeNoted(picture, talk, func(w io.Writer) error { return all.WritePicture(w, options.Lang) }); err != nil {
			return err
		}
	}
	text := func(w io.Writer) error {
		switch c.format {
		case formatHTML:
			return all.HTML(w, options)
		case formatJSON:
			return all.WriteJSON(w)
		}
		return all.Write(w, options)
	}
	if toStdout(c.out) {
		return text(out)
	}
	return writeNoted(c.out, talk, text)
}
