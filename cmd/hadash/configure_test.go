package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/config"
	"hadash/files"
	"hadash/tui/ui"
)

// fileWith writes a configuration file with that text.
func fileWith(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "hadash.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// noVariables removes the settings of the environment.
func noVariables(t *testing.T) {
	t.Helper()
	for _, pair := range os.Environ() {
		if name, _, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "HADASH_") {
			t.Setenv(name, "")
		}
	}
}

// filled returns a command of hadash with its flags filled as before it runs.
func filled(t *testing.T, args []string, path string) (*cobra.Command, *config.Config, error) {
	t.Helper()
	cmd, rest, err := newRoot().Find(args)
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.ParseFlags(rest); err != nil {
		t.Fatal(err)
	}
	c, err := config.Fill(cmd, path, path != "")
	return cmd, c, err
}

// A flag takes precedence over the environment, that over the file, that over the default. In the file, a command's own
// section takes precedence over the top.
func TestPrecedence(t *testing.T) {
	for name, tt := range map[string]struct {
		args []string
		env  map[string]string
		file string
		flag string
		want string
	}{
		"default":                    {nil, nil, "", "interval", "1s"},
		"file":                       {nil, nil, `interval = "2s"`, "interval", "2s"},
		"environment over file":      {nil, map[string]string{"HADASH_INTERVAL": "3s"}, `interval = "2s"`, "interval", "3s"},
		"flag over environment":      {[]string{"--interval", "4s"}, map[string]string{"HADASH_INTERVAL": "3s"}, `interval = "2s"`, "interval", "4s"},
		"empty is not set":           {nil, map[string]string{"HADASH_INTERVAL": ""}, `interval = "2s"`, "interval", "2s"},
		"shared by another command":  {[]string{"status"}, nil, `project = "lab"`, "project", "lab"},
		"part over top":              {[]string{"up"}, nil, "read-only = true\n[up]\nread-only = false", "read-only", "false"},
		"part of another command":    {nil, nil, "[up]\nread-only = true", "read-only", "false"},
		"one command's, at the top":  {[]string{"wait"}, nil, `timeout = "7s"`, "timeout", "7s"},
		"one command's, by its part": {[]string{"wait"}, nil, "[wait]\ntimeout = \"8s\"", "timeout", "8s"},
		"one command's, environment": {[]string{"wait"}, map[string]string{"HADASH_TIMEOUT": "9s"}, `timeout = "7s"`, "timeout", "9s"},
		"a command in a command":     {[]string{"drill", "run"}, nil, "[drill.run]\nfail-fast = true", "fail-fast", "true"},
		"dashed":                     {nil, map[string]string{"HADASH_READ_ONLY": "1"}, "", "read-only", "true"},
		"same name, not the same":    {[]string{"heal"}, nil, `yes = true`, "yes", "false"},
		"the dashboard's yes":        {[]string{"up"}, nil, `yes = true`, "yes", "true"},
		"the screen of a replay":     {[]string{"replay"}, nil, `theme = "light"`, "theme", "light"},
		"the stack's own variable":   {[]string{"up"}, map[string]string{"HADASH_DB": "mysql"}, "", "db", ""},
		"a number":                   {nil, nil, `vus = 7`, "vus", "7"},
	} {
		t.Run(name, func(t *testing.T) {
			noVariables(t)
			for k, v := range tt.env {
				t.Setenv(k, v)
			}
			path := ""
			if tt.file != "" {
				path = fileWith(t, tt.file)
			}
			cmd, _, err := filled(t, tt.args, path)
			if err != nil {
				t.Fatal(err)
			}
			if got := cmd.Flags().Lookup(tt.flag).Value.String(); got != tt.want {
				t.Errorf("--%s is %q, want %q", tt.flag, got, tt.want)
			}
		})
	}
}

// Every flag of every command is read from the environment, except those that the stack's compose file uses.
func TestEveryFlagHasAVariable(t *testing.T) {
	noVariables(t)
	var walk func(cmd *cobra.Command, path []string)
	walk = func(cmd *cobra.Command, path []string) {
		for _, c := range cmd.Commands() {
			walk(c, append(slices.Clone(path), c.Name()))
		}
		if !configurable(cmd) || cmd.Name() == "config" || cmd.Name() == "completion" {
			return
		}
		for _, name := range []string{"interval", "project", "yes", "theme", "json", "format", "timeout", "for", "output", "out", "volumes", "rebuild", "no-ui"} {
			if cmd.Flags().Lookup(name) == nil && cmd.InheritedFlags().Lookup(name) == nil {
				continue
			}
			t.Run(strings.Join(append(path, name), " "), func(t *testing.T) {
				want := "true"
				switch name {
				case "interval", "timeout", "for":
					want = "5s"
				case "theme", "project", "format", "output", "out":
					want = "mono"
				}
				t.Setenv("HADASH_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_")), want)
				got, _, err := filled(t, path, "")
				if err != nil {
					t.Fatal(err)
				}
				if v := got.Flags().Lookup(name).Value.String(); v != want {
					t.Errorf("%q, want %q", v, want)
				}
			})
		}
	}
	walk(newRoot(), nil)
}

// An error is one line that begins with the place of the mistake.
func TestWrongConfiguration(t *testing.T) {
	for file, want := range map[string]string{
		"interval = = 3":                        ":1: expected value",
		"\nintervall = \"2s\"":                  ":2: intervall: no such setting; did you mean interval?",
		"interval = 3":                          `:1: interval: must be a duration such as "500ms"`,
		"interval = \"3 parsecs\"":              `:1: interval "3 parsecs": must be a duration such as`,
		"read-only = \"yes\"":                   ":1: read-only: must be true or false",
		"vus = \"9\"":                           ":1: vus: must be a whole number",
		"theme = \"drak\"":                      `:1: theme "drak": no such theme; the themes are auto, dark, light`,
		"abort-when = \"visibel > 2\"":          `:1: abort-when "visibel > 2": column 1: "visibel" is not a figure, did you mean visible?`,
		"project = 3":                           ":1: project: must be a string in quotes",
		"stack = \"tuned\"":                     ":1: stack: more than one command has this setting: put it under [drill.run] or [up]",
		"[upp]\n":                               ":1: [upp]: no such section; did you mean up?",
		"[up]\n\nreed-only = true":              ":3: reed-only: 'hadash up' has no such setting; did you mean read-only?",
		"[keys]\nstopp = [\"s\"]":               ":2: stopp: no such action; did you mean stop?",
		"[keys]\nstop = \"s\"":                  ":2: stop: must be a list of keys",
		"[keys]\nkill = [\n  \"ctrl+alt+x\"\n]": ":2: kill: \"ctrl+alt+x\" is not a key",
		"vus = 3\n[keys]\nstop = [\"x\"]":       `:3: stop: "x" is already bound to kill`,
		"keys.stop = [\"x\"]":                   `:1: stop: "x" is already bound to kill`,
	} {
		noVariables(t)
		path := fileWith(t, file)
		_, _, err := filled(t, []string{"demo"}, path)
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.HasPrefix(err.Error(), path+want) {
			t.Errorf("%q: %v, want %s", file, err, want)
		}
	}
}

// run runs a command and returns its output.
func run(args ...string) (out, talk string, err error) {
	root := newRoot()
	var o, e bytes.Buffer
	root.SetArgs(args)
	root.SetOut(&o)
	root.SetErr(&e)
	err = root.Execute()
	return o.String(), e.String(), err
}

func exitOf(err error) int {
	var exit *exitError
	if errors.As(err, &exit) {
		return exit.code
	}
	return -1
}

// A value out of its bounds is reported with its source, with exit code 2.
func TestBlame(t *testing.T) {
	noVariables(t)
	path := fileWith(t, "vus = 20\ninterval = \"1ms\"")
	if _, _, err := run("config", "--config", path); err == nil || !strings.HasPrefix(err.Error(), path+":2: interval 1ms: must be between") || exitOf(err) != exitUsage {
		t.Errorf("file: %v, exit %d", err, exitOf(err))
	}
	t.Setenv("HADASH_INTERVAL", "2ms")
	if _, _, err := run("config", "--config", path); err == nil || !strings.HasPrefix(err.Error(), "HADASH_INTERVAL: interval 2ms: must be between") || exitOf(err) != exitUsage {
		t.Errorf("environment: %v, exit %d", err, exitOf(err))
	}
	if _, _, err := run("config", "--config", path, "--interval", "3ms"); err == nil || !strings.HasPrefix(err.Error(), "--interval 3ms: must be between") {
		t.Errorf("flag: %v", err)
	}
	t.Setenv("HADASH_INTERVAL", "")
	t.Setenv("HADASH_ABORT_WHEN", "visibel > 2")
	if _, _, err := run("fault", "stop", "app1"); err == nil || !strings.HasPrefix(err.Error(), `HADASH_ABORT_WHEN: abort-when "visibel > 2": column 1: `) || exitOf(err) != exitUsage {
		t.Errorf("a condition of the environment: %v", err)
	}
	t.Setenv("HADASH_ABORT_WHEN", "")
	if _, _, err := run("config", "--config", path+".none"); err == nil || exitOf(err) != exitUsage {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, _, err := run("version", "--config", path); err != nil {
		t.Errorf("version wants a whole configuration: %v", err)
	}
}

func TestStrangers(t *testing.T) {
	noVariables(t)
	got := config.Strangers(newRoot(), []string{"HADASH_INTERVALL=1s", "HADASH_E2E=1", "HADASH_DB=mysql", "HADASH_MATRIX=1", "HADASH_SUBNET=1",
		"HADASH_PORT_WEB=1", "HADASH_BASE=x", "HADASH_REFEREES=1", "HADASH_VUS=20", "HADASH_THEME=dark", "HADASH_RAED_ONLY=1", "PATH=x"})
	want := []string{"HADASH_INTERVALL is not a variable of hadash; did you mean HADASH_INTERVAL?", "HADASH_RAED_ONLY is not a variable of hadash; did you mean HADASH_READ_ONLY?"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// The output of 'hadash config' is a configuration with the same values.
func TestConfigRoundTrip(t *testing.T) {
	noVariables(t)
	path := fileWith(t, "interval = \"2s\"\nproject = \"a \\\"b\\\" \\\\ #c\"\nyes = true\ntimeout = \"9s\"\n"+
		"[up]\nread-only = true\nstack = \"baseline\"\n[drill.run]\nfail-fast = true\n[keys]\nstop = [\"f5\", \"ctrl+s\"]\nfreeze = []\n")
	first, talk, err := run("config", "--config", path)
	if err != nil || talk != "" {
		t.Fatal(err, talk)
	}
	again := fileWith(t, first)
	if second, _, err := run("config", "--config", again); err != nil || second != first {
		t.Errorf("%v: the second time it is\n%s\nand was\n%s", err, second, first)
	}
	for _, want := range []string{"\ninterval = \"2s\"\n", "\n# vus = 20\n", "\nyes = true\n", "\nstack = \"baseline\"\n", "\nread-only = true\n", "\ntimeout = \"9s\"\n",
		"\nstop = [\"f5\", \"ctrl+s\"]", "\nfreeze = []", "\n# kill = [\"x\"]", "\n# theme = \"auto\"\n"} {
		if !strings.Contains(first, want) {
			t.Errorf("no %q in\n%s", want, first)
		}
	}
	defaults, _, err := run("config", "--default")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(defaults, "\n") {
		if line != "" && line[0] != '#' && line[0] != '[' {
			t.Errorf("a default is not commented out: %s", line)
		}
	}
	if got, _, err := run("config", "--config", fileWith(t, defaults)); err != nil || got != defaults {
		t.Errorf("the defaults are not a configuration of the defaults: %v", err)
	}
}

// The example of the manual is a valid configuration.
func TestManualConfiguration(t *testing.T) {
	noVariables(t)
	text, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```toml\n")
	example, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the manual has no ```toml part")
	}
	cmd, _, err := filled(t, []string{"drill", "run"}, fileWith(t, example))
	if err != nil || cmd.Flags().Lookup("out").Value.String() != "evidence" {
		t.Errorf("%v in\n%s", err, example)
	}
}

func TestConfigPath(t *testing.T) {
	noVariables(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	for _, tt := range []struct{ xdg, env, flag, want string }{
		{"", "", "", home + "/.config/hadash/hadash.toml"},
		{"relative", "", "", home + "/.config/hadash/hadash.toml"},
		{"/xdg", "", "", "/xdg/hadash/hadash.toml"},
		{"/xdg", "/env.toml", "", "/env.toml"},
		{"/xdg", "/env.toml", "/flag.toml", "/flag.toml"},
	} {
		t.Setenv("XDG_CONFIG_HOME", tt.xdg)
		t.Setenv("HADASH_CONFIG", tt.env)
		args := []string{"config", "--path"}
		if tt.flag != "" {
			args = append(args, "--config", tt.flag)
		}
		if out, _, err := run(args...); err != nil || strings.TrimSpace(out) != tt.want {
			t.Errorf("%+v: %q, %v", tt, out, err)
		}
	}
}

// Choices made on the screen are restored, for every field of Prefs. A broken file is reported and not changed.
func TestPrefs(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	path := config.PrefsPath()
	if p, err := config.ReadPrefs(path); err != nil || !reflect.DeepEqual(p, ui.Prefs{}) {
		t.Errorf("none yet: %+v, %v", p, err)
	}
	want := ui.Prefs{Columns: []string{"svname", "status", "hrsp_5xx"}, Sort: "-scur"}
	if err := config.KeepPrefs(path, want, files.Write); err != nil {
		t.Fatal(err)
	}
	if p, err := config.ReadPrefs(path); err != nil || !reflect.DeepEqual(p, want) {
		t.Errorf("%+v, %v", p, err)
	}
	if err := config.KeepPrefs(path, want, func(string, func(io.Writer) error) error { return errors.New("disk full") }); err == nil {
		t.Error("a full disk is not reported")
	}
	if err := os.WriteFile(path, []byte("Sort = [\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := config.ReadPrefs(path); err == nil || strings.Contains(err.Error(), "\n") || !reflect.DeepEqual(p, ui.Prefs{}) {
		t.Errorf("broken: %+v, %v", p, err)
	}
}
