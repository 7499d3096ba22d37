package stack

import "strings"

// Call returns a hadash command, in quotes, with the flags that select the same project: 'hadash down -p lab'.
func (o Options) Call(words ...string) string {
	all := append([]string{"hadash"}, words...)
	for _, f := range []struct{ flag, value string }{{"-p", o.Project}, {"-f", o.File}, {"--context", o.Context}} {
		if f.value != "" {
			all = append(all, f.flag, f.value)
		}
	}
	return "'" + strings.Join(all, " ") + "'"
}
