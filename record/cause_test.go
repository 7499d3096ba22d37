package record

import "testing"

func TestCauses(t *testing.T) {
	for text, want := range map[string]Cause{
		"MAINT": Asked, "MAINT (resolution)": Unresolved, "MAINT (via be/s1)": Inherited, "DRAIN": Asked, "UP": Asked, "DOWN (agent)": Asked,
	} {
		if got := ParseStatus(text).Cause(); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	for reason, want := range map[string]Cause{
		"": Asked, "'disable' on stats page": Asked, "'stop' on stats page": Asked, "resolves again": Asked, "leaving drain": Asked,
		"DNS NX status": Unresolved, "DNS timeout status": Unresolved, "DNS refused status": Unresolved, "unspecified DNS error": Unresolved,
		"No IP for server": Unresolved, "entry removed from SRV record": Unresolved, "(DNS NX status) via be/s1": Unresolved,
		"leaving forced maintenance": Unresolved, "leaving forced maintenance via be/s1": Inherited,
		"via be/s1": Inherited, "('disable' on stats page) via be/s1": Inherited,
	} {
		if got := (&StateChange{To: Maint, Reason: reason}).Cause(); got != want {
			t.Errorf("%q: %v, want %v", reason, got, want)
		}
	}
	if got := ParseStatus("MAINT (via be/s1)").Tracks(); got != "be/s1" {
		t.Errorf("it tracks %q", got)
	}
}
