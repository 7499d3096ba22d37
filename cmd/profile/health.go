package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// health is the answer of /healthz.
type health struct {
	Instance string `json:"instance"`
	Requests int64  `json:"requests"`
	Errors   int64  `json:"errors"`
	Inflight int64  `json:"inflight"`
	UptimeS  int64  `json:"uptime_s"`
}

// healthz reports that the process is alive. It queries no database: an instance must not be restarted because a
// database failed.
func (s *service) healthz(w http.ResponseWriter, _ *http.Request) {
	answerJSON(w, http.StatusOK, health{
		Instance: s.cfg.Instance,
		Requests: s.tally.requests.Load(),
		Errors:   s.tally.errors.Load(),
		Inflight: s.tally.inflight.Load(),
		UptimeS:  int64(time.Since(s.started).Seconds()),
	})
}

const readyTimeout = 500 * time.Millisecond

// readyz reports whether this instance can serve reads now.
func (s *service) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
	defer cancel()
	answer := map[string]any{"instance": s.cfg.Instance, "ready": true}
	status := http.StatusOK
	if reason := s.notReady(ctx); reason != "" {
		status = http.StatusServiceUnavailable
		answer["ready"], answer["reason"] = false, reason
	}
	answerJSON(w, status, answer)
}

func (s *service) notReady(ctx context.Context) string {
	if s.draining.Load() {
		return "shutting down"
	}
	if err := s.ready(ctx); err != nil {
		return err.Error()
	}
	return ""
}

// healthcheckCommand is the container's health check, so that the image needs no other program.
func healthcheckCommand(ctx context.Context, getenv func(string) string, stderr io.Writer) int {
	addr := getenv("PROFILE_ADDR")
	if addr == "" {
		addr = ":9081"
	}
	if err := checkHealth(ctx, addr); err != nil {
		fmt.Fprintln(stderr, "healthcheck:", err)
		return exitFailed
	}
	return exitOK
}

func checkHealth(ctx context.Context, addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort("127.0.0.1", port)+"/healthz", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("/healthz answered %s", resp.Status)
	}
	return nil
}
