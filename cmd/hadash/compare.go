package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hadash/record"
	"hadash/report"
)

// comparison is what the flags of compare say.
type comparison struct {
	out, format, lang string
}

func compareCommand() *cobra.Command {
	c := &comparison{}
	cmd := &cobra.Command{
		Use: "compare A B [C...]", Short: "hold recordings against the first of them: what got better, what worse, by how much",
		Long: "Reads two or more recordings and writes one table and one picture: the first is the baseline. The picture is an SVG\n" +
			"beside the file given with -o; standard output gets the table alone. Needs neither Docker nor a network.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 2 {
				return usage(errors.New("compare: two recordings or more, please: hadash compare BEFORE AFTER"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return c.run(cmd, args) },
	}
	cmd.Flags().StringVarP(&c.out, "output", "o", "", "file to write, with the picture beside it (default: standard output)")
	cmd.Flags().StringVar(&c.format, "format", "md", "md or json")
	cmd.Flags().StringVar(&c.lang, "lang", "en", "en or ru")
	return cmd
}

func (c *comparison) check(files []string) error {
	switch {
	case c.format != "md" && c.format != "json":
		return usage(fmt.Errorf("--format %s: md or json, please", c.format))
	case c.lang != string(report.English) && c.lang != string(report.Russian):
		return usage(fmt.Errorf("--lang %s: en or ru, please", c.lang))
	}
	for _, out := range []string{c.out, c.picture()} {
		if file := sameFile(out, files); file != "" {
			return usage(fmt.Errorf("-o %s would write over the recording %s; another name, please", c.out, file))
		}
	}
	return nil
}

// sameFile finds the file that a path leads to; "" when it is none of them.
func sameFile(path string, files []string) string {
	is, err := os.Stat(path)
	if err != nil {
		return "" // not there yet
	}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && os.SameFile(is, info) {
			return file
		}
	}
	return ""
}

func (c *comparison) run(cmd *cobra.Command, files []string) error {
	if err := c.check(files); err != nil {
		return err
	}
	var runs []*report.Run
	for _, file := range files {
		r, err := runOf(file)
		if err != nil {
			return err
		}
		if r.Torn != "" {
			fmt.Fprintf(cmd.ErrOrStderr(), "hadash: %s is torn: %s; what is before that is compared\n", file, r.Torn)
		}
		runs = append(runs, r)
	}
	return c.write(cmd, report.Compare(runs))
}

// runOf reads a recording. What is none, or is not there, is a wrong argument.
func runOf(file string) (*report.Run, error) {
	rec, err := record.Open(file)
	if err != nil {
		return nil, usage(err)
	}
	defer rec.Close()
	return report.Gather(rec)
}

func (c *comparison) write(cmd *cobra.Command, all *report.Comparison) error {
	options := report.CompareOptions{Lang: report.Lang(c.lang), Zone: time.Local}
	text := func(w io.Writer) error {
		if c.format == "json" {
			return all.WriteJSON(w)
		}
		return all.Write(w, options)
	}
	if c.out == "" || c.out == "-" {
		return text(cmd.OutOrStdout())
	}
	if picture := c.picture(); picture != "" {
		options.Picture = filepath.Base(picture)
		err := writeWhole(picture, func(w io.Writer) error { return all.WritePicture(w, options.Lang) })
		if err != nil {
			return err
		}
		fmt.Fprintln(cmd.ErrOrStderr(), "hadash: wrote", picture)
	}
	if err := writeWhole(c.out, text); err != nil {
		return err
	}
	fmt.Fprintln(cmd.ErrOrStderr(), "hadash: wrote", c.out)
	return nil
}

// picture is the file beside the table; "" where there is none: beside a pipe or a device nothing is written.
func (c *comparison) picture() string {
	if c.out == "" || c.out == "-" || c.format == "json" {
		return ""
	}
	if info, err := os.Stat(c.out); err == nil && !info.Mode().IsRegular() {
		return ""
	}
	return strings.TrimSuffix(c.out, filepath.Ext(c.out)) + ".svg"
}
