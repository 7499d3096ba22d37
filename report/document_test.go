package report_test

import (
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// part is what a reader finds under one heading.
type part struct {
	heading string
	tables  [][][]string // each with its head as the first row
	words   string       // paragraphs and list items, one a line
	bold    []string
	code    []string
}

// document is a report as a reader of the rendered markdown has it.
type document []*part

func read(t *testing.T, source []byte) document {
	t.Helper()
	var d document
	at := &part{}
	ast.Walk(parse(source), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			at = &part{heading: words(n, source)}
			d = append(d, at)
		case *extast.Table:
			at.tables = append(at.tables, cells(t, n, source))
		case *ast.Paragraph, *ast.TextBlock:
			at.words += words(n, source) + "\n"
		case *ast.Emphasis:
			at.bold = append(at.bold, words(n, source))
		case *ast.FencedCodeBlock:
			at.code = append(at.code, string(n.Lines().Value(source)))
		}
		return ast.WalkContinue, nil
	})
	return d
}

func cells(t *testing.T, table ast.Node, source []byte) (rows [][]string) {
	t.Helper()
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, words(cell, source))
		}
		rows = append(rows, cells)
	}
	return rows
}

// words is the text of a node with nothing of markdown left in it.
func words(n ast.Node, source []byte) string {
	var b strings.Builder
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if x, ok := n.(*ast.Text); ok && entering {
			b.Write(util.ResolveNumericReferences(util.UnescapePunctuations(x.Segment.Value(source))))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// under finds the section whose heading begins so.
func (d document) under(t *testing.T, heading string) *part {
	t.Helper()
	for _, s := range d {
		if strings.HasPrefix(s.heading, heading) {
			return s
		}
	}
	t.Fatalf("no section %q", heading)
	return nil
}

// cell looks up one cell of a section by the first cell of its row and the head of its column.
func (s *part) cell(t *testing.T, row, column string) string {
	t.Helper()
	for _, table := range s.tables {
		for i, head := range table[0] {
			for _, cells := range table[1:] {
				if head == column && cells[0] == row {
					return cells[i]
				}
			}
		}
	}
	t.Errorf("%s: no cell %q, %q", s.heading, row, column)
	return ""
}
