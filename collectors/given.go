package collectors

import (
	"strings"
	"time"

	"hadash/collectors/keepalivedlog"
	"hadash/record"
)

// Log parses the lines of one service's log, in the order in which the service wrote them. It does what Tail does with
// a stream, for lines that arrive in another way.
type Log struct {
	node   record.Node
	reader reader
}

// NewLog returns a parser for a service's log; its kind says which program wrote it.
func NewLog(n record.Node) *Log { return &Log{n, readerFor(n.Software(), nil)} }

// Read parses one line and updates the sums. Text may hold anything. It returns false for a line without news: an empty
// one, or another copy of a sentence that was read already.
func (l *Log) Read(at time.Time, stderr bool, text string) (record.Sample, bool) {
	line, f := understand(l.reader, record.Line{At: at, Node: l.node.Name, Stderr: stderr}, []byte(text))
	logs, sums := record.Logs{}, tally{}
	sums.add(&logs, &line, &f)
	switch {
	case line.Text == "", f.drop && f.window == nil:
		return record.Sample{}, false
	case !f.drop:
		logs.Lines = []record.Line{line}
	}
	return record.Sample{At: at, Source: record.SourceLogs, Node: l.node.Name, Logs: &logs}, true
}

// understand cleans the text of a line and parses it.
func understand(r reader, l record.Line, text []byte) (record.Line, fate) {
	l.Text = record.Clean(string(text[:min(len(text), maxLine)]))
	if l.Text == "" {
		return l, fate{}
	}
	f := r.read(&l)
	if l.Session == nil && l.Access == nil {
		keepalived(&l, &f)
	}
	l.Minor = !f.notable && !l.Traffic()
	return l, f
}

// keepalived parses a line of keepalived, which may write to the log of any program that it runs beside. That it has an address
// still is no news for people.
func keepalived(l *record.Line, f *fate) {
	if v, ok := keepalivedlog.Parse(l.Text); ok {
		l.VRRP = &v
		f.notable, f.unread = v.To != "", ""
	} else if keepalivedlog.Repeats(l.Text) {
		f.drop = true
	}
}

// untabbed returns a line as it was before rsyslog wrote "#011" for each tab in it. Clean makes spaces of tabs.
func untabbed(text string) string { return strings.ReplaceAll(text, "#011", " ") }
