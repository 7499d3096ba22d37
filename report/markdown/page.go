// Package markdown writes GitHub-flavoured markdown in which foreign text stays text.
package markdown

import (
	"bufio"
	"html"
	"io"
	"strings"
	"time"

	"hadash/record"
	"hadash/report"
)

// Page writes markdown, in its language. Write errors stay in the bufio.Writer until its Flush.
type Page struct {
	report.Lang
	w    *bufio.Writer
	Zone *time.Location
}

// New makes a page that is written to w; times are shown in zone.
func New(w io.Writer, l report.Lang, zone *time.Location) *Page {
	return &Page{Lang: l, w: bufio.NewWriter(w), Zone: zone}
}

// Flush writes the rest, and returns the first error of all writes.
func (p *Page) Flush() error { return p.w.Flush() }

// Line writes a line as it is.
func (p *Page) Line(s string) {
	p.w.WriteString(s)
	p.w.WriteByte('\n')
}

// Linef writes a sentence of the catalogs.
func (p *Page) Linef(format string, args ...any) { p.Line(p.Say(format, args...)) }

// Para writes a sentence of the catalogs as a paragraph.
func (p *Page) Para(format string, args ...any) {
	p.Linef(format, args...)
	p.Line("")
}

// Head begins a part of the page: level 1 is the page itself.
func (p *Page) Head(level int, h report.Heading) { p.HeadText(level, Escape(p.Title(h))) }

// HeadText begins a part of the page with a title that is markdown already.
func (p *Page) HeadText(level int, title string) {
	p.Line(strings.Repeat("#", level) + " " + title)
	p.Line("")
}

// Table writes a table; right says which columns are numbers. Its head is of the catalogs, its cells are plain
// text: whatever markdown could read in them is escaped here.
func (p *Page) Table(head []string, right []bool, rows [][]string) {
	p.w.WriteByte('|')
	for _, h := range head {
		p.w.WriteString(" " + p.Word(h) + " |")
	}
	p.Line("")
	p.w.WriteByte('|')
	for i := range head {
		if i < len(right) && right[i] {
			p.w.WriteString(" ---: |")
		} else {
			p.w.WriteString(" --- |")
		}
	}
	p.Line("")
	for _, row := range rows {
		p.w.WriteByte('|')
		for _, cell := range row {
			p.w.WriteString(" " + Escape(cell) + " |")
		}
		p.Line("")
	}
	p.Line("")
}

// Code writes a fenced block. The fence is longer than any run of backticks inside, so no text
// can end it.
func (p *Page) Code(lang string, lines []string) {
	longest := 2
	for _, l := range lines {
		run := 0
		for i := range len(l) {
			if l[i] != '`' {
				run = 0
				continue
			}
			run++
			longest = max(longest, run)
		}
	}
	fence := strings.Repeat("`", longest+1)
	p.Line(fence + lang)
	for _, l := range lines {
		p.Line(l)
	}
	p.Line(fence)
	p.Line("")
}

func (p *Page) Clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(p.Zone).Format("15:04:05.00")
}

// special are the characters with a meaning to GitHub's markdown in the middle of a
// paragraph or a table cell. A backslash before each removes it.
const special = "\\`*[]<|~$&"

// Escape makes text show as it is in a paragraph or a table cell.
func Escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\n' || c == '\r':
			b.WriteByte(' ')
		case c == '@':
			b.WriteString("&#64;") // a backslash does not stop GitHub's mentions
		case c == ':' && strings.HasPrefix(s[i:], "://"):
			b.WriteString("&#58;") // nor its autolinks
		case c == '.' && strings.HasSuffix(s[:i], "www"):
			b.WriteString("&#46;")
		case strings.IndexByte(special, c) >= 0, c == '_' && !inWord(s, i), c == '#' && (i == 0 || s[i-1] == ' '):
			b.WriteByte('\\')
			b.WriteByte(c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// inWord reports an underscore between letters or digits, which emphasises nothing.
func inWord(s string, i int) bool {
	return i > 0 && i < len(s)-1 && alphanumeric(s[i-1]) && alphanumeric(s[i+1])
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func OrDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// Fold begins a part that is shown when its summary is clicked.
func (p *Page) Fold(summary string) {
	p.Line("<details><summary>" + html.EscapeString(record.Clean(summary)) + "</summary>")
	p.Line("")
}

func (p *Page) Unfold() {
	p.Line("</details>")
	p.Line("")
}

// FileLines are the lines of a configuration as they can be shown.
func FileLines(text string) []string {
	var lines []string
	text = record.PrintableLines(strings.ReplaceAll(strings.TrimRight(text, "\r\n"), "\t", "    "))
	for l := range strings.Lines(text) {
		lines = append(lines, strings.TrimRight(l, "\n"))
	}
	return lines
}
