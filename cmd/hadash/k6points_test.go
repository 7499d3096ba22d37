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

// k6Point is one request in k6's NDJSON, with the time of its end and its duration in ms.
type k6Point struct {
	Time  time.Time
	Value float64
	Tags  map[string]string
}

// k6Points reads the requests from the NDJSON of the running load, or of the last one.
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
		from := strings.IndexByte(text, '{') // the first point follows a tar header
		if from < 0 || !strings.Contains(text, `"metric":"http_req_duration"`) {
			continue
		}
		var p struct {
			Type string
			Data k6Point
		}
		if json.Unmarshal([]byte(text[from:]), &p) == nil && p.Type == "Point" { // the last point may be incomplete
			each(&p.Data)
		}
	}
	return cmd.Wait()
}

// k6Record returns k6's own record of every request that ended after an instant. A load that is stopped cancels some
// requests.
func k6Record(t *testing.T, from time.Time) *clientLog {
	t.Helper()
	var l clientLog
	err := k6Points(t, func(p *k6Point) {
		if p.Time.Before(from) {
			return
		}
		took := time.Duration(p.Value * float64(time.Millisecond))
		a := sentRequest{Start: p.Time.Add(-took), End: p.Time, Method: p.Tags["method"], Path: p.Tags["name"]}
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
		t.Fatal("k6 recorded no request")
	}
	return &l
}
