package incident

import (
	"math"
	"testing"

	"hadash/record"
)

// stubStatus is a reading of nginx's own page.
func stubStatus(seconds float64, requests int64) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceNginx, Node: "nginx", Nginx: &record.Nginx{Requests: requests}}
}

// accessLog is a batch of nginx's access log.
func accessLog(seconds float64, requests int) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: "nginx",
		Logs: &record.Logs{Answers: &record.AnswerTally{Requests: requests, Last: at(seconds - 0.01)}}}
}

// What is shown as nginx's load is what clients asked of it: neither our own polls, as frequent as they are while a fault is
// open, nor those of another hadash, where the access log tells them from the rest.
func TestPollsAreNoLoad(t *testing.T) {
	for name, c := range map[string]struct {
		every   float64 // seconds from one poll of ours to the next
		others  float64 // requests a second of others who watch
		clients float64 // of clients
		logs    float64 // lines in the log a second, -1 = there is none
		want    float64
	}{
		"idle":                                {1, 0, 0, -1, 0},
		"idle, a fault is open":               {0.1, 0, 0, -1, 0},
		"clients":                             {1, 0, 200, -1, 200},
		"clients, a fault is open":            {0.1, 0, 200, -1, 200},
		"another hadash, and a log":           {0.1, 9, 40, 40, 40},
		"another hadash, and nobody to tell":  {0.1, 9, 0, -1, 9},
		"a log of failures only":              {1, 0, 200, 2, 200},
		"a log of all":                        {0.1, 0, 200, 200, 200},
		"a log that was heard and now is not": {0.1, 9, 0, 0, 0},
	} {
		f, asked, ours := play(), 7.0, 0.0
		if c.logs >= 0 {
			f = Fold(f, accessLog(0.2, 1))
		}
		logged := 0.0
		for s := 0.5; s < 15; s += 0.05 {
			asked += (c.others + c.clients) * 0.05
			if math.Mod(s+1e-9, c.every) < 0.05 {
				ours++
				f = Fold(f, stubStatus(s, int64(asked+ours)))
			}
			if logged += c.logs * 0.05; c.logs > 0 && math.Mod(s+1e-9, 0.5) < 0.05 {
				f = Fold(f, accessLog(s, int(logged+0.5)))
				logged = 0
			}
		}
		for what, got := range map[string]float64{"Recent": f.Nginx.Recent, "Rate": f.Nginx.Rate, "the node's": f.Node("nginx").Recent} {
			if math.Abs(got-c.want) > 0.1*c.want+0.01 {
				t.Errorf("%s: %s is %.2f/s, want %.0f", name, what, got, c.want)
			}
		}
	}
}
