package paint

// Span is a part of a text, in bytes.
type Span struct{ From, To int }

// PutSpans writes a text from its cell left on, cut to the room there is; what stands in the spans, which are in
// order, has the style mark. A wide character that the left edge would cut in two is a blank there.
func (p *Pen) PutSpans(st, mark Style, s string, spans []Span, left int) {
	if p.Room() <= 0 {
		return
	}
	if Plain(s) {
		s, spans = shifted(s, spans, min(left, len(s)))
		p.plainSpans(st, mark, s, spans)
		return
	}
	p.wideSpans(st, mark, s, spans, left)
}

// shifted leaves n bytes of a text out.
func shifted(s string, spans []Span, n int) (string, []Span) {
	if n <= 0 {
		return s, spans
	}
	for len(spans) > 0 && spans[0].To <= n {
		spans = spans[1:]
	}
	out := make([]Span, len(spans))
	for i, at := range spans {
		out[i] = Span{max(at.From-n, 0), at.To - n}
	}
	return s[n:], out
}

func (p *Pen) plainSpans(st, mark Style, s string, spans []Span) {
	end, whole := len(s), true
	if room := p.Room(); end > room {
		end, whole = uncut(s, room-1), false
	}
	at, last := 0, st // the ellipsis looks as the character in its place
	for _, sp := range spans {
		from, to := min(max(sp.From, at), end), min(sp.To, end)
		p.Put(st, s[at:from])
		p.Put(mark, s[from:max(from, to)])
		at = max(from, to)
		if sp.From <= end && sp.To > end {
			last = mark
		}
	}
	p.Put(st, s[at:end])
	if !whole {
		p.Glyph(last, p.Th.Ellipsis, 1)
	}
}

// wideSpans goes through the clusters, each of which has one style.
func (p *Pen) wideSpans(st, mark Style, s string, spans []Span, left int) {
	room := p.Room()
	whole := Width(s)-left <= room
	if !whole {
		room--
	}
	for at := 0; at < len(s); {
		c, w, n := cluster(s[at:])
		from, to := at, at+n
		at = to
		switch {
		case left >= w:
			left -= w
			continue
		case left > 0: // the left edge goes through it
			w, c = w-left, "    "[:w-left]
			left = 0
		}
		if w > room {
			break
		}
		if p.Th.plain {
			c = spelled(c, w)
		}
		for len(spans) > 0 && spans[0].To <= from {
			spans = spans[1:]
		}
		if len(spans) > 0 && spans[0].From < to {
			p.use(mark)
		} else {
			p.use(st)
		}
		p.Row.buf, p.Row.X, room = append(p.Row.buf, c...), p.Row.X+w, room-w
		if room <= 0 && !whole {
			break
		}
	}
	if !whole {
		p.Glyph(st, p.Th.Ellipsis, 1)
	}
}
