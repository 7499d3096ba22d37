package nginxcfg

import (
	"bytes"
	"strings"
)

// directive is "name value ...;", or "name value ... { block }".
type directive struct {
	words []string
	block *block // nil if it has none
	file  string
	line  int
}

// block is the directives between { and }, or those of the whole file.
type block struct{ all []directive }

func (d *directive) name() string { return d.word(0) }

// word returns the i-th word, or "" if there are fewer.
func (d *directive) word(i int) string {
	if i < len(d.words) {
		return d.words[i]
	}
	return ""
}

// has reports whether the block itself, not a block within it, holds a directive with one of these names.
func (b *block) has(names ...string) bool {
	for i := range b.all {
		for _, name := range names {
			if b.all[i].name() == name {
				return true
			}
		}
	}
	return false
}

// maxDepth limits how deep blocks may be nested, since they are walked recursively. Those of a real configuration are
// four deep.
const maxDepth = 50

// parse parses a file. It ignores an extra }, and closes the blocks that are still open at the end.
func parse(f File) *block {
	s := scanner{text: bytes.TrimPrefix(f.Text, []byte("\xEF\xBB\xBF")), line: 1}
	main := &block{}
	open := []*block{main}
	d := directive{file: f.Path}
	for t, ok := s.next(); ok; t, ok = s.next() {
		in := open[len(open)-1]
		if len(d.words) == 0 {
			d.line = t.line
		}
		switch t.mark {
		case 0:
			d.words = append(d.words, t.text)
			continue
		case '{':
			d.block = &block{}
			if len(open) <= maxDepth {
				in.all = append(in.all, d)
			}
			if strings.HasSuffix(d.name(), "_by_lua_block") {
				s.skipLua()
			} else {
				open = append(open, d.block)
			}
		default: // the last ; before } may be missing
			if len(d.words) > 0 {
				in.all = append(in.all, d)
			}
			if t.mark == '}' && len(open) > 1 {
				open = open[:len(open)-1]
			}
		}
		d = directive{file: f.Path}
	}
	return main
}
