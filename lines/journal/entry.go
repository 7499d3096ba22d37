package journal

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"hadash/lines/cut"
)

// Entry is a line of the journal.
type Entry struct {
	At         time.Time // when it was written, if that is known, else when journald received it
	Text       []byte
	Host       string
	Identifier string // the name that the program logs under; systemd's own lines about a unit have "systemd"
	Unit       string
	PID        int
	Priority   int // that of syslog, 0 = emerg to 7 = debug; -1 if there is none

	cursor string
}

// fields are those of journalctl's JSON that are read. Each is a string, or an array: of bytes if it is not printable, of strings if there are several;
// null if it is too long.
type fields struct {
	Message    json.RawMessage `json:"MESSAGE"`
	Source     json.RawMessage `json:"_SOURCE_REALTIME_TIMESTAMP"`
	Received   json.RawMessage `json:"__REALTIME_TIMESTAMP"`
	Priority   json.RawMessage `json:"PRIORITY"`
	Identifier json.RawMessage `json:"SYSLOG_IDENTIFIER"`
	Unit       json.RawMessage `json:"_SYSTEMD_UNIT"`
	Host       json.RawMessage `json:"_HOSTNAME"`
	PID        json.RawMessage `json:"_PID"`
	Cursor     json.RawMessage `json:"__CURSOR"`
}

// parsed reads an entry of journalctl -o json.
func parsed(line []byte) (Entry, bool) {
	var f fields
	if json.Unmarshal(line, &f) != nil {
		return Entry{}, false
	}
	at, ok := micro(string(text(f.Source)))
	if !ok {
		if at, ok = micro(string(text(f.Received))); !ok {
			return Entry{}, false
		}
	}
	message := text(f.Message)
	if i := bytes.IndexByte(message, '\n'); i >= 0 { // one entry is one line
		message = bytes.ReplaceAll(message, []byte("\n"), []byte(" "))
	}
	e := Entry{At: at, Text: message[:min(len(message), cut.Longest)], Host: string(text(f.Host)), Identifier: string(text(f.Identifier)),
		Unit: string(text(f.Unit)), Priority: -1, cursor: string(text(f.Cursor))}
	if n, err := strconv.Atoi(string(text(f.Priority))); err == nil && n >= 0 && n <= 7 {
		e.Priority = n
	}
	if n, err := strconv.Atoi(string(text(f.PID))); err == nil {
		e.PID = n
	}
	return e, true
}

// text returns the value of a field; of several the first.
func text(value json.RawMessage) []byte {
	if len(value) == 0 {
		return nil
	}
	if value[0] == '"' {
		var s string
		if json.Unmarshal(value, &s) == nil {
			return []byte(s)
		}
		return nil
	}
	if value[0] != '[' {
		return nil
	}
	var all []json.RawMessage
	if json.Unmarshal(value, &all) != nil || len(all) == 0 {
		return nil
	}
	if all[0][0] == '"' || all[0][0] == '[' {
		return text(all[0])
	}
	out := make([]byte, 0, len(all))
	for _, b := range all {
		n, err := strconv.ParseUint(string(b), 10, 8)
		if err != nil {
			return nil
		}
		out = append(out, byte(n))
	}
	return out
}
