package near

import "testing"

func TestBest(t *testing.T) {
	names := []string{"interval", "theme", "read-only", "yes", "ascii"}
	for wrong, want := range map[string]string{
		"intervall": "interval", "tehme": "theme", "readonly": "read-only", "Read_Only": "read-only", "yess": "yes", "colour": "", "": "",
	} {
		if got := Best(wrong, names); got != want {
			t.Errorf("%q: %q, want %q", wrong, got, want)
		}
	}
}
