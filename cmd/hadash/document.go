package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"hadash/files"
	"hadash/record"
	"hadash/report"
)

// The formats of a document, and the extensions of their files.
const (
	formatMarkdown = "md"
	formatHTML     = "html"
	formatJSON     = "json"
)

var formats = map[string]string{
	".md": formatMarkdown, ".markdown": formatMarkdown, ".html": formatHTML, ".htm": formatHTML, ".json": formatJSON,
}

// document holds the flags of the commands that write a report of a recording or a comparison of several.
type document struct {
	out, format, lang string
}

// renderings holds the functions that write a document in each format.
type renderings struct {
	markdown func(w io.Writer, picture string) error // picture is its file beside the document; "" = none
	html     func(w io.Writer, svg []byte) error
	json     func(w io.Writer) error
	picture  func(w io.Writer) error
}

func (d *document) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVarP(&d.out, "output", "o", "", "file to write, with its picture beside it (default: standard output, without a picture)")
	f.StringVar(&d.format, "format", "", "md, html or json (default: from the file's extension, else md)")
	f.StringVar(&d.lang, "lang", string(report.English), "language: en or ru")
}

// check checks the flags and sets the format. It refuses to overwrite one of the recordings.
func (d *document) check(recordings []string) error {
	if !report.Lang(d.lang).Valid() {
		return usage(fmt.Errorf("--lang %s: must be en or ru", d.lang))
	}
	if err := keeps("-o "+d.out, d.out, recordings); err != nil {
		return err
	}
	switch d.format {
	case formatMarkdown, formatHTML, formatJSON:
	case "":
		if d.format = formatMarkdown; d.piped() {
			break
		}
		known := false
		if d.format, known = formats[strings.ToLower(filepath.Ext(d.out))]; !known {
			return usage(fmt.Errorf("-o %s: unknown extension; give the format with --format md, html or json", d.out))
		}
	default:
		return usage(fmt.Errorf("--format %s: must be md, html or json", d.format))
	}
	return keeps(fmt.Sprintf("-o %s: its picture %s", d.out, d.beside()), d.beside(), recordings)
}

// keeps refuses to write over a file that is read; what is what would be written.
func keeps(what, out string, read []string) error {
	for _, r := range read {
		if sameFile(r, out) {
			return usage(fmt.Errorf("%s would overwrite %s, which is read; choose another name", what, r))
		}
	}
	return nil
}

// piped reports whether the document goes to standard output.
func (d *document) piped() bool { return d.out == "" || d.out == "-" }

// beside returns the path of the picture; "" if there is none. Only a markdown file has one, and no picture is written
// beside a pipe or a device.
func (d *document) beside() string {
	if d.piped() || d.format != formatMarkdown {
		return ""
	}
	if info, err := os.Stat(d.out); err == nil && !info.Mode().IsRegular() {
		return ""
	}
	return strings.TrimSuffix(d.out, filepath.Ext(d.out)) + ".svg"
}

// write writes the document, its picture first: a document must not name a picture that does not exist.
func (d *document) write(t renderings, out, talk io.Writer) error {
	picture := d.beside()
	if picture != "" {
		if err := files.Write(picture, t.picture); err != nil {
			return fmt.Errorf("-o %s: %w", d.out, err) // the user did not ask for the picture by name
		}
		tell(talk, "wrote", picture)
	}
	text, err := d.text(t, picture)
	if err != nil {
		return err
	}
	if d.piped() {
		return text(out)
	}
	if err := files.Write(d.out, text); err != nil {
		return err
	}
	tell(talk, "wrote", d.out)
	return nil
}

// text returns the function that writes the document in its format.
func (d *document) text(t renderings, picture string) (func(io.Writer) error, error) {
	switch d.format {
	case formatJSON:
		return t.json, nil
	case formatHTML:
		var svg bytes.Buffer
		if err := t.picture(&svg); err != nil {
			return nil, err
		}
		return func(w io.Writer) error { return t.html(w, svg.Bytes()) }, nil
	}
	if picture != "" {
		picture = filepath.Base(picture)
	}
	return func(w io.Writer) error { return t.markdown(w, picture) }, nil
}

// gather reads a recording to its end, and reports if it is torn.
func gather(path string, talk io.Writer) (*report.Run, error) {
	spareTime()
	rec, err := record.Open(path)
	if err != nil {
		return nil, usage(err)
	}
	run := report.Gather(rec)
	if err := rec.Close(); err != nil {
		return nil, err
	}
	if run.Begun.IsZero() {
		return nil, rec.Empty()
	}
	tellTorn(talk, path, run.Torn)
	return run, nil
}

// sameFile reports whether two paths lead to the same existing file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
