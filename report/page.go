package report

import (
	"bufio"
	"html"
	"io"
	"strings"
	"time"

	"hadash/record"
)

// page writes markdown, in its language. Write errors stay in the bufio.Writer until its Flush.
type page struct {
	Lang
	w    *bufio.Writer
	zone *time.Location
}

// newPage is a page that is written to w; times are shown in zone.
func newPage(w io.Writer, l Lang, zone *time.Location) *page {
	return &page{Lang: l, w: bufio.NewWriter(w), zone: zone}
}

// flush writes what is left, and is the first error of all that was written.
func (p *page) flush() error { return p.w.Flush() }

// line writes a line as it is.
func (p *page) line(s string) {
	p.w.WriteString(s)
	p.w.WriteByte('\n')
}

// linef writes a sentence of the catalogs.
func (p *page) linef(format string, args ...any) { p.line(p.say(format, args...)) }

// para writes a sentence of the catalogs as a paragraph.
func (p *page) para(format string, args ...any) {
	p.linef(format, args...)
	p.line("")
}

// table writes a table; right says which columns are numbers. Its head is of the catalogs, its cells are plain
// text: whatever markdown could read in them is escaped here.
func (p *page) table(head []string, right []bool, rows [][]string) {
	p.w.WriteByte('|')
	for _, h := range head {
		p.w.WriteString(" " + p.word(h) + " |")
	}
	p.line("")
	p.w.WriteByte('|')
	for i := range head {
		if i < len(right) && right[i] {
			p.w.WriteString(" ---: |")
		} else {
			p.w.WriteString(" --- |")
		}
	}
	p.line("")
	for _, row := range rows {
		p.w.WriteByte('|')
		for _, cell := range row {
			p.w.WriteString(" " + escape(cell) + " |")
		}
		p.line("")
	}
	p.line("")
}

// code writes a fenced block. The fence is longer than any run of backticks inside, so no text
// can end it.
func (p *page) code(lang string, lines []string) {
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
	p.line(fence + lang)
	for _, l := range lines {
		p.line(l)
	}
	p.line(fence)
	p.line("")
}

func (p *page) clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(p.zone).Format("15:04:05.00")
}

// special are the characters that mean something to GitHub's markdown in the middle of a
// paragraph or a table cell. A backslash before each makes it itself.
const special = "\\`*[]<|~$&"

// escape makes text show as it is in a paragraph or a table cell.
func escape(s string) string {
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

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// fold begins a part that is shown when its summary is clicked.
func (p *page) fold(summary string) {
	p.line("<details><summary>" + html.EscapeString(record.Clean(summary)) + "</summary>")
	p.line("")
}

func (p *page) unfold() {
	p.line("</details>")
	p.line("")
}

// fileLines are the lines of a configuration as they can be shown.
func fileLines(text string) []string {
	var lines []string
	text = record.PrintableLines(strings.ReplaceAll(strings.TrimRight(text, "\r\n"), "\t", "    "))
	for l := range strings.Lines(text) {
		lines = append(lines, strings.TrimRight(l, "\n"))
	}
	return lines
}
