package incident

import "testing"

func TestBehind(t *testing.T) {
	const a, b = "3e11fa47-71ca-11e1-9e33-c80aa9429562", "4e11fa47-71ca-11e1-9e33-c80aa9429562"
	for _, c := range []struct {
		source, replica string
		want            int64
		ok              bool
	}{
		{"0-1-521", "0-1-520", 1, true},
		{"0-1-521", "0-1-521", 0, true},
		{"0-1-521", "0-1-530", 0, true}, // the replica was read later
		{"0-1-521,1-2-30", "0-9-500", 51, true},
		{a + ":1-100", a + ":1-97", 3, true},
		{a + ":1-100:105, " + b + ":1-5", a + ":1-50:52-100", 1 + 1 + 5, true},
		{a + ":1-100", a + ":1-100, " + b + ":1-5", 0, true},
		{a + ":1-3:prod:1-9", a + ":1-3:prod:1-4", 5, true},
		{"", "0-1-1", 0, false},
		{"0-1-1", "", 0, false},
		{"0-1-1", a + ":1", 0, false},
		{"nonsense", "0-1-1", 0, false},
	} {
		if got, ok := Behind(c.source, c.replica); got != c.want || ok != c.ok {
			t.Errorf("%s, %s: %d, %v, want %d, %v", c.source, c.replica, got, ok, c.want, c.ok)
		}
	}
}
