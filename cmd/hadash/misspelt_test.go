package main

import (
	"io"
	"strings"
	"testing"
)

// What was mistyped is answered with what was meant, in this program's words.
func TestMisspelt(t *testing.T) {
	for line, want := range map[string]string{
		"relpay":           "relpay: no such command or argument, did you mean hadash replay?",
		"pasue":            "did you mean hadash fault pause?",
		"stop app1":        "did you mean hadash fault stop?",
		"qqqqqq":           "qqqqqq: no such command or argument; hadash --help",
		"version relpay":   "relpay: no such command or argument; hadash version --help",
		"fault pasue app1": "no such fault, did you mean pause?",
		"--interval 5":     `--interval "5": a time span with its unit, such as 5s`,
		"--vus many":       `invalid argument "many" for "--vus"`,
		"wait foo":         `wait "foo": "foo" is no figure; if it is a node, a state is missing, such as foo UP` + "\na condition is such as 'mysql-slave1 UP'",
	} {
		root := newRoot()
		root.SetArgs(strings.Fields(line))
		root.SetOut(io.Discard)
		root.SetErr(io.Discard)
		if err := root.Execute(); err == nil || !strings.Contains(err.Error(), want) || exitCode(err, false) != exitUsage {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}
