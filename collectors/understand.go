package collectors

import (
	"encoding/json"
	"strings"

	"hadash/collectors/k6log"
	"hadash/record"
)

// reader parses the lines of one program.
type reader interface {
	// read fills in what the line means, and returns what to do with it.
	read(l *record.Line) fate
}

// fate says what to do with a line, apart from its content.
type fate struct {
	notable bool                // shown at once, and never left out
	drop    bool                // another line said the same already, or it is for sums only
	window  *record.Window      // what it adds to the clients' record
	repeat  *record.RepeatTally // and to the reads that an application repeated
	unread  string              // why a line that looks like one of an access log is not readable
}

// readerFor chooses by kind; logs are the formats of the node's configuration. The lines of a program that hadash does not
// know are plain text.
func readerFor(k record.Kind, logs *formats) reader {
	switch k {
	case record.KindHAProxy:
		return &haproxyLines{formats: logs}
	case record.KindNginx:
		return nginxLines{logs}
	case record.KindK6:
		return k6Lines{}
	case record.KindMySQL:
		return databaseLines{}
	case record.KindHTTP:
		return appLines{}
	}
	return plainLines{}
}

type k6Lines struct{}

func (k6Lines) read(l *record.Line) fate {
	if window, ok := k6log.Window(l.Text); ok {
		return fate{drop: true, window: &window}
	}
	if request, ok := k6log.Request(l.Text); ok {
		l.Request = &request
		return fate{notable: true}
	}
	return fate{}
}

// databaseLines are plain text, but MariaDB and MySQL mark problems among them.
type databaseLines struct{}

func (databaseLines) read(l *record.Line) fate {
	head := l.Text[:min(len(l.Text), 80)]
	return fate{notable: strings.Contains(head, "[ERROR]") || strings.Contains(head, "[Warning]")}
}

// plainLines are the lines of programs that hadash does not know. Most have a level in one of the usual spellings of
// loggers.
type plainLines struct{}

func (plainLines) read(l *record.Line) fate {
	for _, mark := range []string{`"level":"WARN`, `"level":"ERROR`, `"level":"warn`, `"level":"error`, "level=WARN", "level=ERROR", "level=warn", "level=error"} {
		if strings.Contains(l.Text, mark) {
			return fate{notable: true}
		}
	}
	return fate{}
}

// appLines are those of an application: plain, except for one kind of line that cmd/profile writes, and that any other
// may write.
type appLines struct{ plainLines }

func (a appLines) read(l *record.Line) fate {
	f := a.plainLines.read(l)
	f.repeat = repeated(l.Text)
	return f
}

// maxReads limits what one line can claim.
const maxReads = 1_000_000

// repeated parses a line of JSON about reads repeated on another connection:
//
//	{"level":"WARN","msg":"reads repeated","replica":"mysql-slave1","reads":17,...}
func repeated(text string) *record.RepeatTally {
	if !strings.Contains(text, `"reads repeated"`) {
		return nil
	}
	var said struct {
		Msg, Replica string
		Reads        int
	}
	if json.Unmarshal([]byte(text), &said) != nil || said.Msg != "reads repeated" || said.Reads <= 0 || said.Reads > maxReads {
		return nil
	}
	return &record.RepeatTally{Server: record.Clean(said.Replica), Reads: said.Reads}
}
