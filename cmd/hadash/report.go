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

// The formats of a report, and the file names that stand for them.
const (
	formatMarkdown = "md"
	formatHTML     = "html"
	formatJSON     = "json"
)

var formats = map[string]string{
	".md": formatMarkdown, ".markdown": formatMarkdown, ".html": formatHTML, ".htm": formatHTML, ".json": formatJSON,
}

// reporting is what the flags of report say.
type reporting struct {
	out, format, lang string
}

func reportCommand() *cobra.Command {
	r := &reporting{}
	cmd := &cobra.Command{
		Use: "report RECORDING", Short: "a recording as a post-mortem: what happened, what it cost, what to change",
		Long: "Reads a recording and writes a post-mortem of it: to the file given with -o, else to standard output.\n" +
			"With -o FILE.md the picture of the run is FILE.svg beside it; in HTML it is in the page.\n" +
			"It needs neither Docker nor a network. Times are UTC.",
		Example: "  hadash report run.hadash -o report.md\n  hadash report run.hadash -o report.html --lang ru\n  hadash report run.hadash --format json | jq .verdict",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage(fmt.Errorf("report RECORDING: %d arguments given; %s --help tells more", len(args), cmd.CommandPath()))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := r.check(); err != nil {
				return usage(err)
			}
			return r.write(args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	r.flags(cmd)
	return cmd
}

// flags are those of every command that writes a document.
func (r *reporting) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&r.out, "output", "o", "", "file to write (default: standard output)")
	f.StringVar(&r.format, "format", "", "md, html or json (default: as the file's name ends, else md)")
	f.StringVar(&r.lang, "lang", string(report.English), "language: en or ru")
}

// check completes what the flags say.
func (r *reporting) check() error {
	if !report.Lang(r.lang).Valid() {
		return fmt.Errorf("--lang %s: en or ru, please", r.lang)
	}
	switch r.format {
	case formatMarkdown, formatHTML, formatJSON:
		return nil
	case "":
	default:
		return fmt.Errorf("--format %s: md, html or json, please", r.format)
	}
	if r.format = formatMarkdown; toStdout(r.out) {
		return nil
	}
	known := false
	if r.format, known = formats[strings.ToLower(filepath.Ext(r.out))]; !known {
		return fmt.Errorf("-o %s: its name does not say which format; --format md, html or json does", r.out)
	}
	return nil
}

// write reads the recording and writes its report.
func (r *reporting) write(path string, out, talk io.Writer) error {
	if sameFile(path, r.out) || sameFile(path, r.picture()) {
		return usage(fmt.Errorf("-o %s: that is the recording itself; another name, please", r.out))
	}
	run, err := gather(path)
	if err != nil {
		return err
	}
	if run.Torn != "" {
		fmt.Fprintf(talk, "hadash: %s is not whole: %s; the report ends there\n", path, record.Clean(run.Torn))
	}
	post := report.Post{Run: run, Lang: report.Lang(r.lang), Zone: time.UTC}
	draw := func(w io.Writer) error { return report.WritePicture(w, run, post.Lang, post.Zone) }
	if picture := r.picture(); picture != "" {
		post.Picture = filepath.Base(picture)
		if err := writeNoted(picture, talk, draw); err != nil {
			return err
		}
	}
	if toStdout(r.out) {
		return r.into(post, draw, out)
	}
	return writeNoted(r.out, talk, func(w io.Writer) error { return r.into(post, draw, w) })
}

// picture is the file that the picture goes to; "" when it is within the document, or has no place.
func (r *reporting) picture() string {
	if r.format != formatMarkdown {
		return ""
	}
	return pictureBeside(r.out)
}

func (r *reporting) into(post report.Post, draw func(io.Writer) error, w io.Writer) error {
	switch r.format {
	case formatHTML:
		svg, err := drawn(draw)
		if err != nil {
			return err
		}
		return post.HTML(w, svg)
	case formatJSON:
		return post.JSON(w)
	}
	return post.Markdown(w)
}

// gather reads a recording to its end.
func gather(path string) (*report.Run, error) {
	rec, err := record.Open(path)
	if err != nil {
		return nil, usage(err)
	}
	run, err := report.Gather(rec)
	if err := errors.Join(err, rec.Close()); err != nil {
		return nil, err
	}
	if run.Begun.IsZero() {
		return nil, fmt.Errorf("%s: nothing was recorded in it%s, so there is nothing to report", path, because(run.Torn))
	}
	return run, nil
}

func because(torn string) string {
	if torn == "" {
		return ""
	}
	return " (" + record.Clean(torn) + ")"
}

// sameFile reports whether two paths lead to one file that is there.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
