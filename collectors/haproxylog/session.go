// Package haproxylog parses HAProxy's log: sessions (option tcplog, option httplog), changes of a server's state,
// health checks; and finds sentences that HAProxy writes twice.
package haproxylog

import (
	"math"
	"strings"
	"time"

	"hadash/record"
)

// Parser parses session lines. It remembers the last second it parsed, since lines are nearly sorted and most share it.
// The zero value is ready; a Parser is for one goroutine.
type Parser struct {
	second string // "23/Nov/2026:02:39:49"
	unix   int64
	zoned  bool
}

// Zoned reports whether the last line read has the zone of its time, or is in one that is known. Else the time is taken as UTC.
func (p *Parser) Zoned() bool { return p.zoned }

// Session parses a line of option tcplog (configuration.txt 8.2.2) or httplog (8.2.3), without a prefix (see Body),
// into s. The strings in s are parts of the line. Accepted is taken as UTC: the line does not contain HAProxy's time
// zone. What follows the standard fields is ignored.
//
//	127.0.0.1:36356 [23/Nov/2026:02:39:49.142] fe_mysql be_mysql/db2 1/0/1699 0 DC 8/8/7/4/0 0/0
func (p *Parser) Session(line string, s *record.Session) bool {
	c := cursor{rest: line}
	p.zoned = false
	client := c.word()
	if colon := strings.LastIndexByte(client, ':'); colon < 1 || colon == len(client)-1 || len(c.rest) < len("[23/Nov/2026:02:39:49.142] ") || c.rest[0] != '[' {
		return false
	}
	accepted, ok := p.time(c.rest[1:25])
	if !ok || c.rest[25:27] != "] " {
		return false
	}
	c.rest = c.rest[27:]
	*s = record.Session{Accepted: accepted, Client: client}
	s.Frontend = strings.TrimSuffix(c.word(), "~") // "~" marks a client that used TLS
	s.Backend, s.Server, ok = strings.Cut(c.word(), "/")
	if !ok || s.Backend == "" || s.Server == "" || s.Frontend == "" {
		return false
	}
	switch c.timers(s) {
	case tcpTimers:
		return c.bytes(s) && c.ending(s, 2) && c.load(s)
	case httpTimers:
		return c.status(s) && c.bytes(s) && c.cookies() && c.ending(s, 4) && c.load(s)
	}
	return false
}

// The number of timers shows which of the two formats a line has.
const (
	tcpTimers  = 3 // Tw/Tc/Tt
	httpTimers = 5 // TR/Tw/Tc/Tr/Ta
)

func (c *cursor) timers(s *record.Session) int {
	var t [httpTimers]int64
	n := c.numbers(t[:])
	for _, ms := range t[:n] {
		if ms < -1 || ms > int64(record.MaxWait/time.Millisecond) {
			return 0
		}
	}
	switch n {
	case tcpTimers:
		s.Tw, s.Tc, s.Tt = ms(t[0]), ms(t[1]), ms(t[2])
	case httpTimers:
		s.Tw, s.Tc, s.Tt = ms(t[1]), ms(t[2]), ms(t[4])
	}
	return n
}

// status parses the HTTP status: -1 if the request got none.
func (c *cursor) status(s *record.Session) bool {
	var n [1]int64
	ok := c.numbers(n[:]) == 1 && n[0] >= -1 && n[0] <= 999
	s.Code = int(max(n[0], 0))
	return ok
}

func (c *cursor) bytes(s *record.Session) bool {
	var n [1]int64
	ok := c.numbers(n[:]) == 1 && n[0] >= 0
	s.Bytes = n[0]
	return ok
}

// cookies skips the two captured cookies.
func (c *cursor) cookies() bool {
	sent, set := c.word(), c.word()
	return sent != "" && set != ""
}

// ending parses the termination state.
func (c *cursor) ending(s *record.Session, length int) bool {
	s.Termination = c.word()
	return len(s.Termination) == length && isEnding(s.Termination)
}

func isEnding(state string) bool {
	for i := range len(state) {
		if b := state[i]; b != '-' && (b|0x20 < 'a' || b|0x20 > 'z') {
			return false
		}
	}
	return true
}

// load parses actconn/feconn/beconn/srv_conn/retries and srv_queue/backend_queue. "+" before the retries marks a
// session that was redispatched.
func (c *cursor) load(s *record.Session) bool {
	var n [5]int64
	if c.numbers(n[:]) != 5 || n[3] < 0 || n[3] > math.MaxInt32 || n[4] < 0 || n[4] > math.MaxInt32 {
		return false
	}
	s.Conns, s.Retries, s.Redispatched = int(n[3]), int(n[4]), c.plus
	return c.numbers(n[:2]) == 2
}

func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// cursor walks over a line, word by word.
type cursor struct {
	rest string
	plus bool // the last number read had a "+" before it
}

// word returns the text up to the next space.
func (c *cursor) word() string {
	i := strings.IndexByte(c.rest, ' ')
	if i < 0 {
		w := c.rest
		c.rest = ""
		return w
	}
	w := c.rest[:i]
	c.rest = c.rest[i+1:]
	return w
}

// numbers parses numbers separated by slashes, and returns how many there are: 0 for anything else, or if there are
// more than fit.
func (c *cursor) numbers(into []int64) int {
	s, i := c.rest, 0
	for n := range into {
		c.plus = i < len(s) && s[i] == '+'
		if c.plus {
			i++
		}
		negative := i < len(s) && s[i] == '-'
		if negative {
			i++
		}
		from, v := i, int64(0)
		for ; i < len(s) && s[i]-'0' <= 9; i++ {
			v = v*10 + int64(s[i]-'0')
		}
		if i == from || i-from > 18 {
			return 0
		}
		if negative {
			v = -v
		}
		into[n] = v
		switch {
		case c.plus && i < len(s) && s[i] == '/':
			return 0 // only the last number can have one
		case i == len(s):
			c.rest = ""
			return n + 1
		case s[i] == ' ':
			c.rest = s[i+1:]
			return n + 1
		case s[i] != '/':
			return 0
		}
		i++
	}
	return 0
}
