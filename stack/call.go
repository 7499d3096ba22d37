package stack

import "strings"

// Call is a hadash command as it is to be typed where the same project is meant by it: 'hadash down -p lab', in quotes.
func (o Options) Call(words ...string) string {
	all := append([]string{"hadash"}, words...)
	for _, f := range []struct{ flag, value string }{{"-p", o.Project}, {"-f", o.File}, {"--context", o.Context}} {
		if f.value != "" {
			all = append(all, f.flag, f.value)
		}
	}
	return "'" + strings.Join(all, " ") + "'"
}
