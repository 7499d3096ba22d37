package nginxcfg

// directive is "name value ...;", or "name value ... { block }".
type directive struct {
	words []string
	block *block // nil when it has none
}

// block is the directives between { and }, or those of the whole file.
type block struct{ all []directive }

func (d *directive) name() string { return d.word(0) }

// word is the i-th word, "" when there are fewer.
func (d *directive) word(i int) string {
	if i < len(d.words) {
		return d.words[i]
	}
	return ""
}

// maxDepth bounds how deep blocks are read: nginx's own are four deep, and what is deeper is walked recursively.
const maxDepth = 50

// parse reads a configuration. A } too many is passed over, and at the end what is open is closed.
func parse(text []byte) *block {
	s := scanner{text: text}
	main := &block{}
	open := []*block{main}
	var words []string
	for t, ok := s.next(); ok; t, ok = s.next() {
		in := open[len(open)-1]
		switch t.mark {
		case 0:
			words = append(words, t.text)
			continue
		case '{':
			inner := &block{}
			if len(open) <= maxDepth {
				in.all = append(in.all, directive{words, inner})
			}
			open = append(open, inner)
		default: // before } the last ; may be missing
			if len(words) > 0 {
				in.all = append(in.all, directive{words, nil})
			}
			if t.mark == '}' && len(open) > 1 {
				open = open[:len(open)-1]
			}
		}
		words = nil
	}
	return main
}
