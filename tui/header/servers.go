package header

import (
	"time"

	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
)

// serversUp is the state of the servers of a HAProxy that is all there is. It is good only if every one of them is known to
// be up.
func (h *Header) serversUp(p *paint.Pen, s *verdict.Servers) {
	say := func(sign paint.Sign, st paint.Style, text string) {
		p.Glyph(sign.Style, sign.Glyph, 1)
		p.Put(st, " "+text)
	}
	th := h.C.Theme
	of := " of " + paint.Plural(s.All, "server ", "servers ")
	switch {
	case s.Down > 0:
		say(th.Status(record.Down), th.Bad, paint.Count(int64(s.Down))+of+"down")
	case s.Failing > 0:
		say(th.Status(record.GoingDown), th.Warn, paint.Count(int64(s.Failing))+of+"up, but checks fail")
	case s.Unknown > 0:
		say(th.Status(record.Unknown), th.Text, paint.Count(int64(s.Unknown))+of+"in an unknown state")
	case s.All == 0:
		say(th.Status(record.Unknown), th.Text, "no server in any backend")
		return
	case s.Up == s.All && h.C.Unread() != "":
		say(th.Status(record.Unknown), th.Text, paint.Plural(s.All, "server", "servers")+" up, but a row could not be read")
		return
	case s.Up == s.All:
		say(th.Status(record.Up), th.Text, "all "+paint.Plural(s.All, "server", "servers")+" up")
		return
	case s.Out > 0:
		say(th.Status(record.Maint), th.Text, paint.Count(int64(s.Out))+of+"taken out")
	default:
		say(th.Status(record.NoCheck), th.Text, paint.Count(int64(s.Unchecked))+of+"not checked")
		if s.Up > 0 {
			put(p, segment{style: th.Text, forms: []string{paint.Count(int64(s.Up)) + " up"}})
		}
		return
	}
	backends := h.backendsDown(s)
	var parts []segment
	if len(s.Backends) > 0 {
		parts = append(parts, backends)
	}
	if s.First != nil {
		ago := paint.Age(record.Times(s.First.Lastchg, time.Second)) + " ago"
		if s.Since {
			ago = th.AtLeast + " " + ago
		}
		parts = append(parts, segment{style: th.Text, forms: []string{"first " + ago + ", " + s.First.Svname, "first " + ago, s.First.Svname}})
	}
	if s.Out > 0 && s.Down+s.Failing+s.Unknown > 0 {
		parts = append(parts, segment{style: th.Text, forms: []string{paint.Count(int64(s.Out)) + " taken out"}})
	}
	if len(s.Backends) == 0 {
		parts = append(parts, backends)
	}
	put(p, append(parts, segment{style: th.Faint, forms: []string{h.C.Keys.Key(keys.Bad) + " shows only those"}, spare: true})...)
}

// backendsDown names the backends that are down.
func (h *Header) backendsDown(s *verdict.Servers) segment {
	switch n := len(s.Backends); n {
	case 0:
		return segment{style: h.C.Theme.Text, forms: []string{"no backend is down"}, spare: true}
	case 1:
		return segment{style: h.C.Theme.Bad, forms: []string{"backend " + s.Backends[0] + " is down", s.Backends[0] + " is down"}}
	default:
		return segment{style: h.C.Theme.Bad, forms: []string{paint.Count(int64(n)) + " backends are down"}}
	}
}
