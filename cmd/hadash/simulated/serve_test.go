package simulated

import (
	"fmt"
	"os"
	"os/signal"
	"testing"
	"time"
)

// churn is how often a server goes DOWN: each comes back after some of these.
const churn = 5 * time.Second

const root = "../../.."

// TestServe serves a simulated project until it is interrupted, to look at: HADASH_SIMULATE is its size.
//
//	HADASH_SIMULATE=20x1000 go test -count=1 -timeout 0 -run TestServe -v ./cmd/hadash/simulated
func TestServe(t *testing.T) {
	text := os.Getenv("HADASH_SIMULATE")
	if text == "" {
		t.Skip("HADASH_SIMULATE has no size, as in 20x1000, or 20x1000nodes")
	}
	size, err := ParseSize(text)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "hadash-simulated-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	w, err := Start(root, dir, size)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	fmt.Printf("DOCKER_HOST=%s hadash --read-only -p %s\n", w.Host, Project)
	fmt.Printf("curl -X POST %s   # or up\n", w.URLs[0][:len(w.URLs[0])-len(";csv")]+"shop-1/web0001/down")
	fmt.Printf("hadash attach %s/lb*.sock   # the same without Docker\n", dir)
	go w.Churn(churn)
	ctx, stop := signal.NotifyContext(t.Context(), os.Interrupt)
	defer stop()
	<-ctx.Done()
}
