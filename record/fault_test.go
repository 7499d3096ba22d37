package record

import "testing"

func TestFaultWords(t *testing.T) {
	for f, want := range map[Fault][4]string{
		{Kind: Stop, Target: "app1"}:               {"stop app1", "stopped", "stopped", "SIGTERM, grace period, SIGKILL"},
		{Kind: Cut, Target: "app1"}:                {"cut app1", "cut off", "cut off", "off the network: no packet passes"},
		{Kind: Slow, Target: "app1", Amount: 2}:    {"slow app1 to 2 %", "slowed to 2 %", "slowed to 2 % of a CPU", "2 % of one CPU"},
		{Kind: Slow, Target: "app1"}:               {"slow app1", "slowed", "slowed to 0 % of a CPU", "0 % of one CPU"},
		{Kind: Delay, Target: "app1", Amount: 200}: {"delay app1 by 200 ms", "delayed by 200 ms", "delayed by 200 ms", "each packet it sends 200 ms late"},
		{Kind: Loss, Target: "app1", Amount: 30}:   {"loss app1 by 30 %", "losing 30 %", "losing 30 % of its packets", "30 % of the packets it sends lost"},
		{Kind: SetWeight, Target: "db1"}:           {"weight db1 to 0 %", "at weight 0 %", "at 0 % of its weight", "HAProxy gives it 0 % of its share"},
		{Kind: FaultKind("burn"), Target: "app1"}:  {"burn app1", "burn", "burn", ""},
		{Kind: SetMaint, Target: "db1"}:            {"maint db1", "in maint", "in maintenance", "HAProxy sends and checks nothing"},
		{Kind: Kill, Target: "db1", Amount: 3}:     {"kill db1", "killed", "killed", "SIGKILL: gone at once"},
	} {
		if got := [4]string{f.String(), f.Now(), f.Past().String(), f.Does()}; got != want {
			t.Errorf("%v:\ngot  %q\nwant %q", f, got, want)
		}
	}
}

func TestFaultAmounts(t *testing.T) {
	for k, want := range map[FaultKind][2]int{Stop: {0, 0}, Slow: {1, 100}, Delay: {1, 60000}, SetWeight: {0, 100}} {
		if k.Least() != want[0] || k.Most() != want[1] {
			t.Errorf("%s takes %d to %d, want %v", k, k.Least(), k.Most(), want)
		}
		for n, takes := range map[int]bool{want[0] - 1: false, want[0]: true, k.Usual(): true, want[1]: true, want[1] + 1: false} {
			if k.Takes(n) != takes {
				t.Errorf("%s takes %d: %t", k, n, !takes)
			}
		}
	}
}
