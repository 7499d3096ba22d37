package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// k6Point is one request in k6's NDJSON: when it ended, and how many ms it took.
type k6Point struct {
	Time  time.Time
	Value float64
	Tags  map[string]string
}

// k6Points reads the requests out of the NDJSON of the load that runs, or ran last.
func k6Points(t *testing.T, each func(*k6Point)) error {
	cmd := exec.Command("docker", "cp", idOf(t, "k6")+":/summary/points.json", "-")
	stream, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(stream)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		text := lines.Text()
		from := strings.IndexByte(text, '{') // the first one follows a tar header
		if from < 0 || !strings.Contains(text, `"metric":"http_req_duration"`) {
			continue
		}
		var p struct {
			Type string
			Data k6Point
		}
		if json.Unmarshal([]byte(text[from:]), &p) == nil && p.Type == "Point" { // the last one may be half written
			each(&p.Data)
		}
	}
	return cmd.Wait()
}

// k6Record is k6's own record of every request that ended after an instant. A load that is told to end breaks some off.
func k6Record(t *testing.T, from time.Time) *clientLog {
	t.Helper()
	var l clientLog
	err := k6Points(t, func(p *k6Point) {
		if p.Time.Before(from) {
			return
		}
		took := time.Duration(p.Value * float64(time.Millisecond))
		a := asked{Start: p.Time.Add(-took), End: p.Time, Method: p.Tags["method"], Path: p.Tags["name"]}
		a.Status, _ = strconv.Atoi(p.Tags["status"])
		if a.Status < 200 || a.Status >= 400 {
			a.Wrong = fmt.Sprintf("status %d", a.Status)
		}
		l.all = append(l.all, a)
	})
	if err != nil {
		t.Fatalf("k6's record: %v", err)
	}
	if len(l.all) == 0 {
		t.Fatal("k6 wrote no request down")
	}
	return &l
}
