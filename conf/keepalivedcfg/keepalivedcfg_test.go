package keepalivedcfg

import (
	"os"
	"reflect"
	"testing"
	"time"

	"hadash/record"
)

// The files of stack/pair, which keepalived -t accepts.
func TestInstancesOfThePair(t *testing.T) {
	env := []string{"ADDRESS=172.28.44.9", "PRIORITY=101", "SELF=172.28.44.10", "STATE=MASTER"}
	want := map[string]record.VRRPSettings{
		"tuned":    {Instance: "pair", Addrs: []string{"172.28.44.9"}, Version: 3, Priority: 101, Advert: 100 * time.Millisecond, Tracks: true},
		"baseline": {Instance: "pair", Addrs: []string{"172.28.44.9"}, Version: 2, Priority: 101, Advert: time.Second, Preempts: true, Tracks: true},
	}
	takes := map[string]time.Duration{"tuned": 360546875 * time.Nanosecond, "baseline": 3605468750 * time.Nanosecond}
	for stack, is := range want {
		text, err := os.ReadFile("../../stack/pair/" + stack + "/keepalived.conf")
		if err != nil {
			t.Fatal(err)
		}
		got := Instances(text, env)
		if len(got) != 1 || !reflect.DeepEqual(got[0], is) {
			t.Errorf("%s: got %+v, want %+v", stack, got, is)
			continue
		}
		if got[0].Takeover() != takes[stack] {
			t.Errorf("%s: takes over after %v, want %v", stack, got[0].Takeover(), takes[stack])
		}
	}
}

func TestInstancesAsWritten(t *testing.T) {
	for _, c := range []struct {
		text string
		want []record.VRRPSettings
	}{
		{"vrrp_instance VI_1 {\n virtual_ipaddress {\n 10.0.0.9/24 dev eth0 label eth0:1\n 10.0.0.8\n }\n}\n",
			[]record.VRRPSettings{{Instance: "VI_1", Addrs: []string{"10.0.0.9", "10.0.0.8"}, Version: 2, Priority: 100, Advert: time.Second, Preempts: true}}},
		{"$VIP=10.1.0.9 ! ours\nvrrp_instance a\n{\n priority 90 # lower\n advert_int 3\n virtual_ipaddress { $VIP }\n}\nvrrp_instance b { nopreempt\n }\nglobal_defs {\n vrrp_version 3\n}",
			[]record.VRRPSettings{
				{Instance: "a", Addrs: []string{"10.1.0.9"}, Version: 3, Priority: 90, Advert: 3 * time.Second, Preempts: true},
				{Instance: "b", Version: 3, Priority: 100, Advert: time.Second},
			}},
		{"}}}{ {\nvrrp_instance\nvirtual_ipaddress {", nil},
		{"vrrp_script x {\n priority 7\n}\npriority 8\n", nil},
	} {
		if got := Instances([]byte(c.text), nil); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q\n got %+v\nwant %+v", c.text, got, c.want)
		}
	}
}

func FuzzInstances(f *testing.F) {
	f.Add("vrrp_instance a {\n virtual_ipaddress {\n ${X}/24\n }\n}\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, v := range Instances([]byte(text), []string{"X=1"}) {
			if v.Takeover() <= 0 {
				t.Errorf("takes over after %v", v.Takeover())
			}
		}
	})
}
