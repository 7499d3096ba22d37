package main

import (
	"io"
	"strings"
	"testing"
)

// An error about a misspelt word suggests the word that was probably meant.
func TestMisspelt(t *testing.T) {
	for line, want := range map[string]string{
		"relpay":                    "relpay: no such command or argument, did you mean hadash replay?",
		"pasue":                     "did you mean hadash fault pause?",
		"stop app1":                 "did you mean hadash fault stop?",
		"qqqqqq":                    "qqqqqq: no such command or argument; see hadash --help",
		"version relpay":            "relpay: no such command or argument; see hadash version --help",
		"fault pasue app1":          "no such fault; did you mean pause?",
		"--interval 5":              `--interval "5": must be a duration with its unit, such as 5s`,
		"--vus many":                `--vus "many": must be a whole number, such as 20; hadash --help`,
		"--vus":                     "--vus: needs a value: a whole number, such as 20; hadash --help",
		"--vsu 3":                   "--vsu: no such flag, did you mean --vus?",
		"-q":                        "-q: no such flag;",
		"--yes=perhaps":             `--yes "perhaps": must be true or false`,
		"down --volumes=2":          `--volumes "2": must be true or false; hadash down --help`,
		"screenshot x --speed fast": `--speed "fast": must be a number, such as 2`,
		"help fualt":                "fualt: no such command or argument, did you mean hadash fault?",
		"help fault app1":           "app1: no such command or argument",
		"completion bsh":            "bsh: no completion for this shell, did you mean bash?; there are bash, fish, powershell, zsh",
		"completion tcsh":           "tcsh: no completion for this shell; there are bash",
		"completion bash x":         "x: no such command or argument; see hadash completion bash --help",
		"completion fish --nope":    "--nope: no such flag",
		"wait foo":                  `wait "foo": "foo" is not a figure; if it is a node, a state is missing, such as foo UP` + "\nexamples of conditions: 'mysql-slave1 UP'",
	} {
		root := newRoot()
		root.SetArgs(strings.Fields(line))
		root.SetOut(io.Discard)
		root.SetErr(io.Discard)
		if err := root.Execute(); err == nil || !strings.Contains(err.Error(), want) || exitCode(err, false) != exitUsage || strings.Contains(err.Error(), "strconv") {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}
