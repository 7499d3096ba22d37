package syslog

import (
	"bytes"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/leodido/go-syslog/v4"
	"github.com/leodido/go-syslog/v4/auto"
	"github.com/leodido/go-syslog/v4/rfc3164"
	"github.com/leodido/go-syslog/v4/rfc5424"

	"hadash/lines/cut"
	"hadash/lines/dated"
)

// Message is what a sender wrote.
type Message struct {
	At       time.Time
	Text     []byte // as it was received, its header included; it is valid until the call returns
	From     string // the address of the sender; "" on a UNIX socket
	Host     string // as the header has it; "" if it has none
	Tag      string // the program
	PID      string
	Severity int // 0 = emerg to 7 = debug; -1 if there is no header
}

// receiver turns what is received into messages. It is for one goroutine.
type receiver struct {
	zone    *time.Location
	machine syslog.Machine
	clocks  map[string]*dated.Clock // each sender may be in a zone of its own
}

// maxClocks limits how many senders' zones are remembered.
const maxClocks = 1024

func newReceiver(zone *time.Location) *receiver {
	machine := auto.NewMachine(
		auto.WithRFC3164Options(rfc3164.WithBestEffort(), rfc3164.WithLenientDay(), rfc3164.WithRFC3339(), rfc3164.WithSecondFractions()),
		auto.WithRFC5424Options(rfc5424.WithBestEffort()),
	)
	machine.WithBestEffort()
	return &receiver{zone: zone, machine: machine, clocks: map[string]*dated.Clock{}}
}

// message reads what was received from an address; false if it is empty.
func (r *receiver) message(text []byte, from string) (Message, bool) {
	text = bytes.Trim(text[:min(len(text), cut.Longest)], "\x00\r\n")
	if len(text) == 0 {
		return Message{}, false
	}
	if bytes.IndexByte(text, '\n') >= 0 {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte(" "))
	}
	m := Message{Text: text, From: from, Severity: -1}
	parsed, _ := r.machine.Parse(text) // what it could read of a strange header is used
	switch p := parsed.(type) {
	case *rfc3164.SyslogMessage:
		m.sender(&p.Base)
		m.doubt(value(p.Message))
	case *rfc5424.SyslogMessage:
		m.sender(&p.Base)
	}
	if m.Severity < 0 {
		m.Severity = severity(text)
	}
	m.At, _ = r.clock(from+" "+m.Host).At(text, time.Now())
	return m, true
}

func (r *receiver) clock(sender string) *dated.Clock {
	if c := r.clocks[sender]; c != nil {
		return c
	}
	if len(r.clocks) >= maxClocks {
		clear(r.clocks)
	}
	c := dated.New(r.zone)
	c.Live = true
	r.clocks[sender] = c
	return c
}

// sender takes over who wrote a message.
func (m *Message) sender(b *syslog.Base) {
	if b.Severity != nil {
		m.Severity = int(*b.Severity)
	}
	m.Host, m.Tag, m.PID = value(b.Hostname), value(b.Appname), value(b.ProcID)
}

// doubt corrects what the first words of a message without a header were taken for, and an IPv6 address that was taken for a tag: as the host,
// "fe80::1 haproxy[8]: ", or as the beginning of HAProxy's own text.
func (m *Message) doubt(body string) {
	if m.Tag != "" && !strings.ContainsAny(m.Tag, " /\"") && (m.Host != "" || !strings.HasPrefix(body, m.Tag+":") && !isAddress(m.Tag)) {
		return
	}
	m.Host, m.Tag, m.PID = "", "", ""
	host, rest, _ := strings.Cut(body, " ")
	tag, _, ok := strings.Cut(rest, ": ")
	if !ok || !isAddress(host) || strings.ContainsAny(tag, " /\"") {
		return
	}
	m.Host, m.Tag = host, tag
	if name, pid, ok := strings.Cut(tag, "["); ok {
		m.Tag, m.PID = name, strings.TrimSuffix(pid, "]")
	}
}

// severity returns that of the priority before a text; -1 if there is none.
func severity(text []byte) int {
	if i := bytes.IndexByte(text[:min(len(text), 5)], '>'); i > 1 && text[0] == '<' {
		if n, err := strconv.Atoi(string(text[1:i])); err == nil && n >= 0 && n <= 191 {
			return n % 8
		}
	}
	return -1
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
