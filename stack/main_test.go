package stack

import (
	"os"
	"testing"
)

// No test writes to the journal of the user who runs it.
func TestMain(m *testing.M) {
	if project := os.Getenv("HADASH_TEST_HANDS"); project != "" {
		os.Exit(beHands(project))
	}
	dir, err := os.MkdirTemp("", "hadash-state-")
	if err != nil {
		panic(err)
	}
	os.Setenv("XDG_STATE_HOME", dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}
