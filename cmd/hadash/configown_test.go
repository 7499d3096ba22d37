package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"hadash/cmd/hadash/config"
	"hadash/own"
	"hadash/record"
)

const stopDB1 = `[fault.stop-db1]
node = "db1"
inject = "ssh db1 stop"
heal = "ssh db1 start"
`

func TestOwnFaultsOfConfiguration(t *testing.T) {
	noVariables(t)
	path := fileWith(t, "[fault]\nfor = \"3s\"\n"+stopDB1+"check = \"ssh db1 is-active\"\n[fault.fill]\nnode = \"db2\"\ninject = '''\nfor i in 1 2; do\n echo $i\ndone'''\nheal = \"true\"\n"+
		"[attach.shop]\ntargets = [\"/run/haproxy/admin.sock\", \"probe+http://shop/\"]\n")
	f, err := config.Read(path, true)
	if err != nil {
		t.Fatal(err)
	}
	want := []own.Fault{{Name: "stop-db1", Node: "db1", Inject: "ssh db1 stop", Heal: "ssh db1 start", Check: "ssh db1 is-active"}, {Name: "fill", Node: "db2", Inject: "for i in 1 2; do\n echo $i\ndone", Heal: "true"}}
	if got := f.Faults(); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if got := f.Attach()["shop"]; !slices.Equal(got, []string{"/run/haproxy/admin.sock", "probe+http://shop/"}) {
		t.Errorf("%q", got)
	}
	out, talk, err := run("config", "--config", path)
	if err != nil || !strings.Contains(out, "\n[fault.stop-db1]\nnode = \"db1\"\n") || !strings.Contains(out, "\n[attach.shop]\ntargets = [") {
		t.Errorf("%v\n%s\n%s", err, talk, out)
	}
	if again, _, err := run("config", "--config", fileWith(t, out)); err != nil || again != out {
		t.Errorf("what is printed is not the configuration: %v\n%s", err, again)
	}
}

func TestWrongOwnFaults(t *testing.T) {
	noVariables(t)
	for text, want := range map[string]string{
		"[fault.stop-db1]\nnode = \"db1\"\ninject = \"x\"\n": ":1: [fault.stop-db1] has no heal: no fault without a command that heals it",
		"[fault.stop-db1]\ninject = \"x\"\nheal = \"x\"\n":   ":1: [fault.stop-db1] has no node: the node that it breaks",
		"[fault.stop-db1]\nnode = \"db1\"\nheal = \"x\"\n":   ":1: [fault.stop-db1] has no inject",
		stopDB1 + "chek = \"x\"\n":                           ":5: chek: [fault.stop-db1] has no such setting, did you mean check?",
		stopDB1 + "check = \" \"\n":                          ":5: check: must be a text in quotes, and not empty",
		stopDB1 + "check = 3\n":                              ":5: check: must be a text in quotes",
		stopDB1 + "[fault.stop-db1.env]\nA = \"b\"\n":        ":5: ",
		strings.Replace(stopDB1, `"db1"`, `"db 1"`, 1):       `:2: node "db 1": must be the name of a node`,
		strings.Replace(stopDB1, "stop-db1", "stop", 1):      ":1: [fault.stop]: stop is a fault that hadash has already",
		strings.Replace(stopDB1, "stop-db1", "own", 1):       ":1: [fault.own]: own is a fault that hadash has already",
		strings.Replace(stopDB1, "stop-db1", "heal", 1):      ":1: [fault.heal]: heal means something else in a drill",
		strings.Replace(stopDB1, "stop-db1", "yes", 1):       ":1: [fault.yes]: yes ",
		strings.Replace(stopDB1, "stop-db1", `"a b"`, 1):     ":1: [fault.a b]: a name begins with a letter",
		strings.Replace(stopDB1, "stop-db1", `"a.b"`, 1):     ":1: [fault.a.b]: a name begins with a letter",
		"[[fault.stop-db1]]\nnode = \"db1\"\n":               ":1: [[fault.stop-db1]]: a section is written once",
		"[falt.stop-db1]\nnode = \"db1\"\n":                  ":1: [falt]: no such section",
		"[attach.shop]\ntargets = \"x\"\n":                   ":2: targets: must be a list of texts",
		"[attach.shop]\ntargets = []\n":                      ":2: targets: must be a list of texts",
		"[attach.shop]\ntarget = [\"x\"]\n":                  ":2: target: [attach.shop] has no such setting, did you mean targets?",
	} {
		path := fileWith(t, text)
		_, _, err := run("config", "--config", path)
		if err == nil || !strings.Contains(err.Error(), path+want) || exitOf(err) != exitUsage {
			t.Errorf("%s%v, want %s", text, err, want)
		}
	}
}

// Commands of a file that somebody else can write are not run.
func TestCommandsOfOthers(t *testing.T) {
	noVariables(t)
	for _, mode := range []os.FileMode{0o620, 0o602, 0o666} {
		path := fileWith(t, "vus = 3\n"+stopDB1)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, _, err := run("config", "--config", path)
		if want := path + ":2: [fault.stop-db1] has commands, and others can write this file: read it, then 'chmod go-w " + path + "'"; err == nil || err.Error() != want {
			t.Errorf("%v: %v", mode, err)
		}
	}
	path := fileWith(t, "vus = 3\n")
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, _, err := run("config", "--config", path); err != nil {
		t.Errorf("without commands: %v", err)
	}
	if os.Geteuid() != 0 {
		return // only root can give a file away
	}
	path = fileWith(t, "[attach.shop]\ntargets = [\"exec:true\"]\n")
	if err := os.Chown(path, 1234, -1); err != nil {
		t.Fatal(err)
	}
	if _, _, err := run("config", "--config", path); err == nil || !strings.Contains(err.Error(), "belongs to another user (1234)") {
		t.Errorf("of another user: %v", err)
	}
}

func TestParseOwnFault(t *testing.T) {
	t.Parallel()
	mine := []record.Fault{{Kind: record.Own, Target: "db1", Name: "stop-db1"}}
	for _, args := range [][]string{{"stop-db1"}, {"stop-db1", "db1"}} {
		if f, err := parseFault(args, mine...); err != nil || f != mine[0] {
			t.Errorf("%q: %+v, %v", args, f, err)
		}
	}
	for want, args := range map[string][]string{
		"did you mean stop-db1?":                          {"stop-bd1"},
		"one of your own needs [fault.melt]":              {"melt"},
		"own: no such fault":                              {"own", "db1"},
		"stop: needs a service":                           {"stop"},
		"it is a fault of db1 by the configuration":       {"stop-db1", "db2"},
		"stop-db1: it is a fault of db1 by the configura": {"stop-db1", "db1", "5"},
	} {
		if _, err := parseFault(args, mine...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", args, err, want)
		}
	}
}
