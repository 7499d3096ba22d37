package verdict

import (
	"strings"
	"testing"

	"hadash/incident"
	"hadash/record"
)

// A slot of a template that nothing has taken is nobody's failure. A server of that state that no template made is one.
func TestFreeSlotsAreNotDown(t *testing.T) {
	const free = "MAINT (resolution)"
	status := func(text string) record.Status { return record.ParseStatus(text) }
	h := &record.HAProxy{Servers: []record.Server{
		{Pxname: "pool", Svname: "web1", Status: status("UP"), Counters: record.Counters{Stot: 9}, Addr: "172.18.0.2:80"},
		{Pxname: "pool", Svname: "web2", Status: status(free)},
		{Pxname: "pool", Svname: "web3", Status: status(free), Counters: record.Counters{Stot: 4}}, // it was taken, and is gone
	}}
	for slot, want := range map[bool]int{true: 1, false: 2} {
		f := incident.Frame{HAProxy: h, Settings: map[string]*record.Settings{"lb": {Checks: []record.Check{
			{Backend: "pool", Server: "web1", Slot: slot}, {Backend: "pool", Server: "web2", Slot: slot}, {Backend: "pool", Server: "web3", Slot: slot},
		}}}}
		v := Of(&f)
		if len(v.Strays) != want || v.Servers.Down != want {
			t.Errorf("slot %v: %d strays, %d down; want %d", slot, len(v.Strays), v.Servers.Down, want)
		}
		for _, says := range f.AllTrouble() {
			if !strings.HasSuffix(says.String(), " has no address: its name does not resolve") {
				t.Errorf("slot %v: %s", slot, says)
			}
		}
	}
}
