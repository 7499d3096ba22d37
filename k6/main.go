// Command k6 is k6 with a guard in front of its REST API.
package main

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"hadash/k6/guard"

	"go.k6.io/k6/cmd"
)

const (
	published = ":6565"          // the guard's address: the container publishes this port
	own       = "127.0.0.1:6566" // k6's own address, from compose.yaml (--address)
)

func main() {
	listener, err := net.Listen("tcp", published)
	if err != nil {
		fmt.Fprintln(os.Stderr, "k6's guard:", err)
		os.Exit(1)
	}
	server := &http.Server{Handler: guard.New(&url.URL{Scheme: "http", Host: own}), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }() // until the process ends
	cmd.Execute()
}
