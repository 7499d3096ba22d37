package keys

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// canonical is the terminal library's name of a key.
func canonical(name string) (string, bool) {
	if utf8.RuneCountInString(name) == 1 {
		r, _ := utf8.DecodeRuneInString(name)
		return name, unicode.IsPrint(r)
	}
	low := strings.ToLower(name)
	if alias, ok := keyAliases[low]; ok {
		return alias, true
	}
	rest, alt := strings.CutPrefix(low, "alt+")
	if alt {
		if sign := name[len("alt+"):]; utf8.RuneCountInString(sign) == 1 {
			rest = sign // its case counts
		}
		one, ok := canonical(rest)
		return "alt+" + one, ok && !strings.HasPrefix(one, "alt+")
	}
	return low, terminalKeys[low]
}

// terminalKeys is every key with a name that the terminal library knows.
var terminalKeys = func() map[string]bool {
	out := map[string]bool{}
	for t := tea.KeyType(-128); t < 128; t++ {
		if name := t.String(); name != "" && t != tea.KeyRunes {
			out[name] = true
		}
	}
	return out
}()
