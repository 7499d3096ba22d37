// Package webpage turns a document's markdown into one self-contained HTML page.
package webpage

import (
	"bytes"
	_ "embed"
	"fmt"
	"html"
	"io"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"hadash/report"
)

//go:embed report.css
var styleSheet string

// Drawn marks the place of the inline picture in the markdown.
const Drawn = "picture.svg"

// Page is a document in markdown, and the picture that takes the place of Drawn in it; nil = there is none.
type Page struct {
	Lang        report.Lang
	Title       string
	Source, SVG []byte
}

// Write writes the self-contained page.
func (p Page) Write(w io.Writer) error {
	var body bytes.Buffer
	if err := markdown(p.SVG).Convert(p.Source, &body); err != nil {
		return fmt.Errorf("report as HTML: %w", err)
	}
	_, err := fmt.Fprintf(w, `<!DOCTYPE html>
<html lang="%s">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>%s</title>
<style>
%s</style>
</head>
<body>
<main>
%s</main>
</body>
</html>
`, p.Lang, html.EscapeString(p.Title), styleSheet, body.Bytes())
	return err
}

// markdown turns the markdown of a post-mortem into HTML. The only raw HTML in it is what markdown.Page writes:
// foreign text is escaped before.
func markdown(svg []byte) goldmark.Markdown {
	return goldmark.New(goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignStyle))),
		goldmark.WithRendererOptions(gmhtml.WithUnsafe(), gmhtml.WithXHTML(),
			renderer.WithNodeRenderers(util.Prioritized(inlined(svg), 100))))
}

// inlined is an SVG that takes the place of an image.
type inlined []byte

func (svg inlined) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindImage, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		text := svg
		if i := bytes.Index(text, []byte("<svg")); i > 0 {
			text = text[i:] // an XML declaration has no place within a page
		}
		_, err := w.Write(text)
		return ast.WalkSkipChildren, err
	})
}
