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

// sayCompose finds the compose file in a separate process, and prints the error.
func sayCompose(file string) int {
	_, err := Find(context.Background(), "", file)
	fmt.Println(err)
	return 0
}
