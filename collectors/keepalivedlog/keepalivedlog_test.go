package keepalivedlog

import (
	"testing"

	"hadash/record"
)

// Lines that keepalived 2.2.7 wrote, on its console and to syslog, and those of 1.3 (Debian 9).
func TestParse(t *testing.T) {
	for text, want := range map[string]record.VRRP{
		"Mon Nov 30 22:23:51 2026: (pair) Entering MASTER STATE":                                               {Instance: "pair", To: record.VRRPMaster},
		"Mon Nov 30 22:23:51 2026: (pair) Entering FAULT STATE":                                                {Instance: "pair", To: record.VRRPFault},
		"Mon Nov 30 22:23:46 2026: (pair) Entering BACKUP STATE (init)":                                        {Instance: "pair", To: record.VRRPBackup},
		"Mon Nov 30 22:23:51 2026: (pair) Sending/queueing gratuitous ARPs on eth0 for 10.98.0.9":              {Instance: "pair", Addr: "10.98.0.9"},
		"Mon Nov 30 22:23:46 2026: (pair) sent 0 priority":                                                     {Instance: "pair", To: record.VRRPStop},
		"Nov 30 22:23:51 lb1 Keepalived_vrrp[812]: (VI_1) Entering MASTER STATE":                               {Instance: "VI_1", To: record.VRRPMaster},
		"2026-11-30T22:23:51.142345+00:00 lb1 Keepalived_vrrp[812]: VRRP_Instance(VI_1) Entering BACKUP STATE": {Instance: "VI_1", To: record.VRRPBackup},
	} {
		if got, ok := Parse(text); !ok || got != want {
			t.Errorf("%s\n got %+v, %v\nwant %+v", text, got, ok, want)
		}
	}
	for _, text := range []string{
		"Mon Nov 30 22:23:46 2026: (pair) removing VIPs.", "Mon Nov 30 22:23:46 2026: VRRP_Script(haproxy) succeeded",
		"(pair) Entering", "(pair) Entering MASTER", ") Entering MASTER STATE", "(x) Entering STRANGE STATE",
		"(pair) Sending/queueing gratuitous ARPs on eth0", "Mon Nov 30 22:23:46 2026: Sending gratuitous ARP on eth0 for 10.98.0.9",
		"GET /?q=(x) Entering a room",
		`[error] upstream timed out, client: 192.0.2.1, referrer: "(VI_1) Entering MASTER STATE"`, `{(VI_1) Entering MASTER STATE} "GET / HTTP/1.1"`,
		`agent "(VI_1) sent 0 priority" refused`, `"(VI_1) Sending/queueing gratuitous ARPs on eth0 for 10.98.0.9"`,
		"(VI_1) Sending/queueing gratuitous ARPs on eth0 for everybody",
	} {
		if got, ok := Parse(text); ok {
			t.Errorf("%s: got %+v", text, got)
		}
	}
	if !Repeats("Mon Nov 30 22:23:46 2026: Sending gratuitous ARP on eth0 for 10.98.0.9") || Repeats("(pair) Sending/queueing gratuitous ARPs on eth0 for 10.98.0.9") {
		t.Error("which line repeats another is not known")
	}
}
