package record

import (
	"bytes"
	"encoding/json"
	"math"
)

// scanner reads JSON as a Writer writes it: without spaces. After the first unexpected input it is bad, and returns
// nothing more.
type scanner struct {
	b   []byte
	i   int
	bad bool
}

// at reports whether a character is next.
func (p *scanner) at(c byte) bool { return !p.bad && p.i < len(p.b) && p.b[p.i] == c }

// took reports whether a character was next, and skips it.
func (p *scanner) took(c byte) bool {
	if !p.at(c) {
		return false
	}
	p.i++
	return true
}

// want skips a character that must be next.
func (p *scanner) want(c byte) {
	if !p.took(c) {
		p.bad = true
	}
}

// word skips a word if it is next, and reports whether it was.
func (p *scanner) word(w string) bool {
	if p.bad || len(p.b)-p.i < len(w) || string(p.b[p.i:p.i+len(w)]) != w {
		return false
	}
	p.i += len(w)
	return true
}

// list calls do at each element of an array, or at each key of an object.
func (p *scanner) list(open, end byte, do func()) {
	p.want(open)
	if p.took(end) {
		return
	}
	for !p.bad {
		do()
		if p.took(end) {
			return
		}
		p.want(',')
	}
}

// members calls do at the value of each member of an object.
func (p *scanner) members(do func(key []byte)) {
	p.list('{', '}', func() {
		key := p.text()
		p.want(':')
		do(key)
	})
}

// text returns a string, valid as long as the scanner's line.
func (p *scanner) text() []byte {
	raw, escapes := p.quoted()
	if escapes {
		return []byte(p.unescaped(raw))
	}
	return raw
}

// long is a string that stays.
func (p *scanner) long() string {
	raw, escapes := p.quoted()
	if escapes {
		return p.unescaped(raw)
	}
	return string(raw)
}

// quoted is what stands between quotes; one that has escapes is given with them.
func (p *scanner) quoted() (raw []byte, escapes bool) {
	p.want('"')
	if p.bad {
		return nil, false
	}
	from := p.i
	n := bytes.IndexByte(p.b[from:], '"')
	if n >= 0 && bytes.IndexByte(p.b[from:from+n], '\\') < 0 {
		p.i = from + n + 1
		return p.b[from : from+n], false
	}
	for i := from; n >= 0 && i < len(p.b); i++ {
		switch p.b[i] {
		case '\\':
			i++
		case '"':
			p.i = i + 1
			return p.b[from-1 : i+1], true
		}
	}
	p.bad = true
	return nil, false
}

func (p *scanner) unescaped(raw []byte) (text string) {
	p.bad = json.Unmarshal(raw, &text) != nil || p.bad
	return text
}

// int is a whole number.
func (p *scanner) int() int64 {
	negative, most := p.took('-'), uint64(math.MaxInt64)
	if negative {
		most++
	}
	from, n := p.i, uint64(0)
	for ; !p.bad && p.i < len(p.b) && p.b[p.i]-'0' <= 9; p.i++ {
		if n > (math.MaxInt64-9)/10 {
			p.bad = n > math.MaxInt64/10 || n*10+uint64(p.b[p.i]-'0') > most
		}
		n = n*10 + uint64(p.b[p.i]-'0')
	}
	if p.i == from || p.i > from+1 && p.b[from] == '0' || p.at('.') || p.at('e') || p.at('E') {
		p.bad = true
	}
	if p.bad {
		return 0
	}
	if negative {
		return -int64(n) //nolint:gosec // it was compared
	}
	return int64(n) //nolint:gosec // it was compared
}

// bool is true or false.
func (p *scanner) bool() bool {
	if p.word("true") {
		return true
	}
	if !p.word("false") {
		p.bad = true
	}
	return false
}

// skip skips any value.
func (p *scanner) skip() {
	from, depth := p.i, 0
	for ; p.i < len(p.b); p.i++ {
		switch c := p.b[p.i]; c {
		case '"':
			p.i = textEnd(p.b, p.i)
		case '{', '[':
			depth++
		case '}', ']', ',':
			if depth == 0 || c != ',' && depth == 1 {
				p.i += depth // with the end of an array or object
				p.bad = p.bad || !json.Valid(p.b[from:p.i])
				return
			}
			if c != ',' {
				depth--
			}
		}
	}
	p.bad = true
}
