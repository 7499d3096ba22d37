package found

import "testing"

// 'hadash -p lab up', then a command without -p: the error names the existing projects.
func TestTheProjectThatWasMeantIsNamed(t *testing.T) {
	for want, there := range map[string][]string{
		"project here: no container carries a hadash.role label or balances anything ('hadash discover' says what was found); 'hadash up' starts the stack":                                                                  nil,
		"project here: no container carries a hadash.role label or balances anything ('hadash discover' says what was found); other projects have some: lab, test (choose one with --project); 'hadash up' starts the stack": {"lab", "test"},
	} {
		if got := nothingToWatch("here", there).Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
