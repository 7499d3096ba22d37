// Command profile is the sample application under test: users log in and read profiles. It is small, but a real
// service, because hadash shows how a real one fails.
//
// Reads go to the replicas through HAProxy, writes to the master. Sessions are kept in the database, so any instance
// serves any of them. They are read from the replicas too, so users who are logged in can still read while the master
// is down.
//
//	profile              serve
//	profile healthcheck  ask the instance on this host whether it is alive: exit 0 or 1
//	profile -h           show the environment variables that configure it
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], variable))
}

// variable returns a variable of the environment, or the secret of that name that a swarm gives as a file.
func variable(name string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	secret, err := os.ReadFile("/run/secrets/" + name)
	if err != nil {
		return "" // not set
	}
	return strings.TrimSpace(string(secret))
}

func run(ctx context.Context, args []string, getenv func(string) string) int {
	command := ""
	if len(args) > 0 {
		command = args[0]
	}
	switch command {
	case "":
		return serveCommand(ctx, getenv, os.Stdout, os.Stderr)
	case "healthcheck":
		return healthcheckCommand(ctx, getenv, os.Stderr)
	case "-h", "-help", "--help", "help":
		fmt.Print(usage())
		return exitOK
	}
	fmt.Fprintf(os.Stderr, "profile: unknown command %q\n%s", command, usage())
	return exitUsage
}

func serveCommand(ctx context.Context, getenv func(string) string, stdout, stderr io.Writer) int {
	cfg, err := loadConfig(getenv)
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitUsage
	}
	log := slog.New(slog.NewJSONHandler(stdout, &slog.HandlerOptions{Level: cfg.LogLevel})).With("instance", cfg.Instance)
	if err := serve(ctx, cfg, log); err != nil {
		log.Error("stopped", "error", err.Error())
		return exitFailed
	}
	return exitOK
}
