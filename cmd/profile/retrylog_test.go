package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

// Hundreds of repeated reads lead to a few lines, whose numbers add up for each server.
func TestRetryLogAddsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		l := &retryLog{log: slog.New(slog.NewJSONHandler(&out, nil))}
		for range 300 {
			l.retried("one", errors.New("EOF"))
			l.retried("two", errors.New("EOF"))
			time.Sleep(5 * time.Millisecond)
		}
		time.Sleep(3 * time.Second)
		l.retried("one", errors.New("again"))
		synctest.Wait()
		sums, lines := map[string]int{}, 0
		for decoder := json.NewDecoder(&out); decoder.More(); lines++ {
			var said struct {
				Msg, Replica string
				Reads        int
			}
			if err := decoder.Decode(&said); err != nil || said.Msg != "reads repeated" {
				t.Fatalf("%+v, %v", said, err)
			}
			sums[said.Replica] += said.Reads
		}
		if sums["one"] != 301 || sums["two"] != 300 || lines > 8 {
			t.Errorf("%v in %d lines, want 301 and 300 in a few", sums, lines)
		}
		time.Sleep(3 * time.Second) // lets the last timers fire
	})
}
