package haproxycfg

// words splits a line of the configuration as HAProxy does (configuration.txt 2.2, "Quoting and escaping"):
// at blanks, up to a comment. Nothing is special between single quotes; between double quotes the
// backslash is. Environment variables stay as written.
func words(line string) []string {
	var all []string
	var word []byte
	inside := false // a word, which may be empty: ''
	var quote byte
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case c == '\\' && quote != '\'' && i+1 < len(line):
			i++
			word, inside = append(word, unescape(line[i])...), true
		case quote != 0:
			word = append(word, c)
		case c == '"' || c == '\'':
			quote, inside = c, true
		case c == '#':
			i = len(line)
		case blank(c):
			if inside {
				all, word, inside = append(all, string(word)), nil, false
			}
		default:
			word, inside = append(word, c), true
		}
	}
	if inside {
		all = append(all, string(word))
	}
	return all
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// unescape gives what stands for a backslash and c. "\xHH" stays: no word that is understood here needs it.
func unescape(c byte) string {
	switch c {
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case ' ', '\\', '#', '"', '\'':
		return string([]byte{c})
	}
	return string([]byte{'\\', c})
}
