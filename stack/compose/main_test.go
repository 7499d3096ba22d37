package compose

import (
	"context"
	"fmt"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	if file, asked := os.LookupEnv("HADASH_TEST_COMPOSE"); asked {
		os.Exit(sayCompose(file))
	}
	os.Exit(m.Run())
}

// sayCompose is a process that finds the compose file, and prints what is wrong with it.
func sayCompose(file string) int {
	_, err := Find(context.Background(), "", file)
	fmt.Println(err)
	return 0
}
