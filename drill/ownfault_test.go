package drill

import (
	"strings"
	"testing"

	"hadash/record"
)

var mine = []record.Fault{{Kind: record.Own, Target: "db1", Name: "stop-db1"}, {Kind: record.Own, Target: "db1", Name: "fill-disk"}}

// A drill makes faults of the user's own by their names, and heals the node.
func TestOwnFaults(t *testing.T) {
	t.Parallel()
	d, problems := Parse("x.drill", []byte("# two\nfault stop-db1\nfault fill-disk db1\nkill db2\nheal db1\nheal db2\nwait 1s\n"), mine...)
	if problems.Fatal() {
		t.Fatal(problems)
	}
	if b, ok := d.Steps[1].do.(breakIt); !ok || b.fault != mine[0] || d.Steps[1].Verb != "fault" || b.names()[0].text != "db1" {
		t.Errorf("%+v", d.Steps[1])
	}
	for text, want := range map[string]string{
		"fault stop-bd1\n":                 "x.drill:1:7: no fault of your own is called stop-bd1, did you mean stop-db1?",
		"fault melt\n":                     "x.drill:1:7: no fault of your own is called melt: the drill needs [fault.melt] in hadash.toml, with node, inject and heal",
		"fault\n":                          "fault needs the name of a fault of your own",
		"fault kill db1\n":                 "kill is a verb itself: kill NODE",
		"fault own\n":                      "no fault of your own is called own",
		"own db1\n":                        `"own" is not a verb`,
		"fault stop-db1\nfault stop-db1\n": "db1 has had this fault since line 1: heal db1 first",
		"fault stop-db1 db2\n":             "db2",
		"fault stop-db1\nwait 1s\n":        "stop-db1 db1 is never healed by the drill",
	} {
		_, problems := Parse("x.drill", []byte(text), mine...)
		all := ""
		for _, p := range problems {
			all += p.Error() + "\n"
		}
		if !strings.Contains(all, want) {
			t.Errorf("%q: %s, want %s", text, all, want)
		}
	}
}
