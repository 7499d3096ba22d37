package haproxylog

import (
	"math"
	"strings"
	"time"

	"hadash/collectors/lineform"
	"hadash/record"
)

// values are those of a line that is of a Format.
type values struct {
	line   string
	at     [slots]lineform.Span
	object bool
	read   [slots]string // of a line that is an object
}

func (v *values) of(s slot) string {
	if v.object {
		return v.read[s]
	}
	return v.line[v.at[s].From:v.at[s].To]
}

// fill makes a session of the values. It returns the slot whose value cannot be that of a session; 0 if all can.
func (f *Format) fill(p *Parser, v *values, s *record.Session) slot {
	if bad := f.accepted(p, v, s); bad != 0 {
		return bad
	}
	s.Client = f.client(v)
	s.Frontend = strings.TrimSuffix(v.of(front), "~")
	s.Backend, s.Server = v.of(back), v.of(server)
	for _, t := range [...]struct {
		slot slot
		to   *time.Duration
	}{{waited, &s.Tw}, {connected, &s.Tc}, {lasted, &s.Tt}} {
		n, ok := f.number(v, t.slot, -1, int64(record.MaxWait/time.Millisecond))
		if !ok {
			return t.slot
		}
		*t.to = ms(n)
	}
	if !f.has[lasted] {
		s.Tt = -time.Millisecond // not known
	}
	numbers := [...]struct {
		slot slot
		most int64
	}{{size, math.MaxInt64}, {code, 999}, {conns, math.MaxInt32}, {retries, math.MaxInt32}}
	var read [len(numbers)]int64
	for i, n := range numbers {
		var ok bool
		if read[i], ok = f.number(v, n.slot, -1, n.most); !ok {
			return n.slot
		}
	}
	s.Bytes, s.Code, s.Conns, s.Retries = max(read[0], 0), int(max(read[1], 0)), int(max(read[2], 0)), int(max(read[3], 0))
	s.Redispatched = f.has[retries] && strings.HasPrefix(v.of(retries), "+")
	s.Termination = v.of(ending)
	if f.has[ending] && !isEnding(s.Termination) {
		return ending
	}
	return 0
}

// accepted parses when the session was accepted, by the most precise of the times.
func (f *Format) accepted(p *Parser, v *values, s *record.Session) slot {
	var ok bool
	p.zoned = !f.has[milli]
	switch {
	case f.has[milli]:
		if s.Accepted, ok = p.time(v.of(milli)); !ok {
			return milli
		}
		return 0
	case f.has[zonedAt]:
		at, err := time.Parse("02/Jan/2006:15:04:05 -0700", v.of(zonedAt))
		if err != nil {
			return zonedAt
		}
		s.Accepted = record.Instant(at.UTC())
	case f.has[unixAt]:
		n, ok := f.number(v, unixAt, 1, math.MaxInt32)
		if !ok {
			return unixAt
		}
		s.Accepted = time.Unix(n, 0).UTC()
	}
	if n, ok := f.number(v, rest, 0, 999); ok && !s.Accepted.IsZero() {
		s.Accepted = s.Accepted.Add(ms(n))
	}
	return 0
}

// client returns the client's address: a part of the line if that has it as "ip:port".
func (f *Format) client(v *values) string {
	at, to := v.at[ip], v.at[port]
	switch {
	case !f.has[ip]:
		return ""
	case !f.has[port]:
		return v.of(ip)
	case !v.object && to.From == at.To+1 && v.line[at.To] == ':':
		return v.line[at.From:to.To]
	}
	return v.of(ip) + ":" + v.of(port)
}

// number parses a value; 0 if the format or the line ("-") does not have it.
func (f *Format) number(v *values, of slot, least, most int64) (int64, bool) {
	if !f.has[of] || v.of(of) == "-" {
		return 0, true
	}
	text := strings.TrimPrefix(v.of(of), "+")
	text, negative := strings.CutPrefix(text, "-")
	n, ok := digits(text)
	if !ok || text == "" || len(text) > 18 {
		return 0, false
	}
	if negative {
		n = -n
	}
	return int64(n), int64(n) >= least && int64(n) <= most
}
