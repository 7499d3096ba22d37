package stack

import (
	"context"
	"fmt"
	"os"
	"testing"
)

// No test writes into the journal of who runs it.
func TestMain(m *testing.M) {
	if project := os.Getenv("HADASH_TEST_HANDS"); project != "" {
		os.Exit(beHands(project))
	}
	if file, asked := os.LookupEnv("HADASH_TEST_COMPOSE"); asked {
		os.Exit(sayCompose(file))
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

// sayCompose is a process that finds the compose file, and prints what is wrong with it.
func sayCompose(file string) int {
	_, err := findCompose(context.Background(), Options{File: file})
	fmt.Println(err)
	return 0
}
