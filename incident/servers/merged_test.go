package servers

import (
	"fmt"
	"testing"

	"hadash/record"
)

// The pages of several balancers are joined up to a bound, and whose rows are left out is said.
func TestMergedSaysWhatIsLeftOut(t *testing.T) {
	var all []Reading
	for i := range 5 {
		all = append(all, Reading{Node: fmt.Sprint("lb", i+1), Row: &record.HAProxy{Servers: make([]record.Server, 10_000)}})
	}
	if h := Merged(all[:3], nil); len(h.Servers) != 30_000 || h.Unread != "" {
		t.Errorf("%d rows, %q", len(h.Servers), h.Unread)
	}
	h := Merged(all, nil)
	if want := "the 20 000 rows of lb4, lb5, beyond the 32 768 that are shown"; len(h.Servers) != 30_000 || h.Unread != want {
		t.Errorf("%d rows, %q, want %q", len(h.Servers), h.Unread, want)
	}
	if h := Merged(all[:1], nil); h != all[0].Row {
		t.Error("the page of the only balancer is another one")
	}
	if got, want := some([]string{"a", "b", "c", "d", "e"}), "a, b, c and 2 more"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
