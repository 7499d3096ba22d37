package hadash

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"hadash/collectors"
	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/crowd"
	"hadash/record"
)

// linesOf counts, by the second of its accept date, the requests of a server in the log of a captured run that it answered 500.
func linesOf(t *testing.T, run, server string) map[int64]int {
	t.Helper()
	f, err := os.Open(filepath.Join("incident", "testdata", "http", run, "haproxy.log.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	out := map[int64]int{}
	for lines := bufio.NewScanner(z); lines.Scan(); {
		text := lines.Text()
		_, date, _ := strings.Cut(text, " [")
		date, _, _ = strings.Cut(date, "]")
		at, err := time.Parse("02/Jan/2006:15:04:05.000", date)
		if err == nil && strings.Contains(text, " web/"+server+" ") && strings.Contains(text, " 500 ") {
			out[at.Unix()]++
		}
	}
	return out
}

// 5xx(NODE) is what HAProxy's log has of the same seconds, and not known where no page says.
func TestFigureOf5xx(t *testing.T) {
	lines := linesOf(t, "500-and-stop", "w1")
	var f incident.Frame
	compared := 0
	for _, s := range captured.Samples(t, "../http/500-and-stop") {
		f = incident.Fold(f, s)
		if s.HAProxy == nil {
			continue
		}
		for _, name := range []string{"w1", "web/w1", "web", "lb"} {
			got, lack := crowd.Errors(&f, name)
			if !lack.IsZero() {
				if compared > 0 {
					t.Errorf("%v: 5xx(%s) is not known: %s", f.At, name, lack)
				}
				continue
			}
			if recent := f.Answers(f.HAProxy.Find("web", "w1")); recent.Over >= 4*time.Second && f.At.Sub(f.Begun) < 24*time.Second { // only w1 failed until then
				n := 0
				for second, k := range lines {
					if at := time.Unix(second, 0); at.After(f.At.Add(-recent.Over)) && !at.After(f.At) {
						n += k
					}
				}
				compared++
				if math.Abs(got*recent.Over.Seconds()-float64(n)) > 25 { // those of the seconds at both ends
					t.Errorf("%v: 5xx(%s) is %.1f/s in %v, the log has %d", f.At, name, got, recent.Over, n)
				}
			}
		}
		if got, lack := crowd.Errors(&f, "w2"); lack.IsZero() && f.At.Sub(f.Begun) < 24*time.Second && got != 0 {
			t.Errorf("%v: 5xx(w2) is %.1f/s", f.At, got)
		}
	}
	if compared < 20 {
		t.Errorf("compared %d times", compared)
	}
	if _, lack := crowd.Errors(&f, "nobody"); lack.IsZero() {
		t.Error("5xx(nobody) is known")
	}
}

// The History of each server counts the answers of 5xx that the page counted, second by second.
func TestHistoryOf5xx(t *testing.T) {
	var f incident.Frame
	for _, s := range captured.Samples(t, "../http/500-and-stop") {
		f = incident.Fold(f, s)
	}
	sum := map[string]float64{}
	for tick := range f.History.Seen(time.Time{}) {
		for _, name := range []string{"web/w1", "web/w2"} {
			if l, ok := tick.Server(name); ok && l.Errors > 0 {
				sum[name] += l.Errors
			}
		}
	}
	want := 0
	for _, n := range linesOf(t, "500-and-stop", "w1") {
		want += n
	}
	if sum["web/w1"] != float64(want) || sum["web/w2"] != 0 {
		t.Errorf("%v, the log has %d of w1", sum, want)
	}
}

func sscan(text string, into ...any) error {
	_, err := fmt.Sscan(text, into...)
	return err
}

// between is what stands between two texts.
func between(text, from, to string) string {
	_, text, _ = strings.Cut(text, from)
	text, _, _ = strings.Cut(text, to)
	return text
}

// By nginx's own log: what an instance behind nginx alone answered, while it answers 500 and after.
func TestAnswersByTheLogOfNginx(t *testing.T) {
	const dir = "nginx-500-and-hang"
	file, err := os.Open(filepath.Join("incident", "testdata", "http", dir, "nginx.log.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var f, silent incident.Frame
	var begun time.Time
	for _, s := range captured.Samples(t, "../http/"+dir) {
		if s.Topology != nil || s.Settings != nil {
			f, silent = incident.Fold(f, s), incident.Fold(silent, s)
			begun = s.At
		}
	}
	docker := record.Sample{At: begun, Source: record.SourceDocker}
	for _, name := range []string{"lb", "w1", "w2"} {
		docker.Containers = append(docker.Containers, record.Container{Node: name, State: "running", Started: begun.Add(-time.Hour), Networks: 1})
	}
	f, silent = incident.Fold(f, docker), incident.Fold(silent, docker)
	log := collectors.NewLog(record.Node{Name: "lb", Kind: record.KindNginx})
	seconds := map[int64]int{} // answers of 500 by w1, by the text of the log
	sum, saw, errs, most := 0, false, false, 0.0
	for lines := bufio.NewScanner(z); lines.Scan(); {
		text := lines.Text()
		_, msec, _ := strings.Cut(text, "msec=")
		msec, _, _ = strings.Cut(msec, " ")
		ended, err := strconv.ParseFloat(msec, 64)
		if err != nil {
			continue
		}
		at := time.UnixMilli(int64(ended * 1000))
		if strings.Contains(text, `up="127.0.0.11:18581" us="500"`) {
			sum++
			seconds[at.Unix()]++
		}
		var status, size int
		if _, after, ok := strings.Cut(text, `" `); !ok || sscan(after, &status, &size) != nil {
			t.Fatal(text)
		}
		up := between(text, `up="`, `"`)
		s, ok := log.Read(at, false, fmt.Sprintf(`{"time":"%s","status":%d,"upstream_addr":"%s","upstream_status":"%s"}`, msec, status, up, between(text, `us="`, `"`)))
		if !ok {
			continue
		}
		f = incident.Fold(f, s)
		if w1 := f.Node("w1"); w1.Upstream.Hrsp5xx != sum {
			t.Fatalf("%s: %d, the log has %d", at, w1.Upstream.Hrsp5xx, sum)
		}
		recent := 0
		for second := at.Unix() - 4; second <= at.Unix(); second++ {
			recent += seconds[second]
		}
		if is := f.LoggedAnswers(f.Node("w1")); is.Known() && is.Errors != int64(recent) {
			t.Fatalf("%s: %d in the last seconds, the log has %d", at, is.Errors, recent)
		}
		if got, lack := crowd.Errors(&f, "w1"); lack.IsZero() {
			most = max(most, got)
		}
		errs = errs || f.Node("w1").Health == incident.Errs
		saw = saw || f.Node("w2").Health == incident.Errs
		for i := range s.Logs.Upstreams { // as a log without $upstream_status
			s.Logs.Upstreams[i].Answers, s.Logs.Upstreams[i].Hrsp5xx = 0, 0
		}
		silent = incident.Fold(silent, s)
	}
	if sum < 50 || most < 5 || !errs || saw {
		t.Errorf("%d answers of 500, at most %.1f/s, w1 answers 5xx %v, w2 %v", sum, most, errs, saw)
	}
	if got, lack := crowd.Errors(&f, "w2"); got != 0 || !lack.IsZero() {
		t.Errorf("w2: %v, %s", got, lack)
	}
	var told []string
	for _, e := range f.Timeline {
		if text := e.Says.String(); strings.Contains(text, "its answers are 5xx") {
			told = append(told, text)
		}
	}
	if len(told) != 1 || !strings.Contains(told[0], "w1") || !strings.Contains(told[0], "nginx uses it, yet") {
		t.Errorf("told %q", told)
	}
	charted := 0.0
	for tick := range f.History.Seen(f.Begun) {
		if l, ok := tick.Node("w1"); ok {
			charted += max(l.Errors, 0)
		}
	}
	if int(charted) != sum {
		t.Errorf("%v on the chart, want %d", charted, sum)
	}
	if got, lack := crowd.Errors(&silent, "w1"); lack.IsZero() || !strings.Contains(lack.String(), "$upstream_status") {
		t.Errorf("without statuses: %v, %s", got, lack)
	}
	if n := silent.Node("w1"); n.Health == incident.Errs {
		t.Errorf("without statuses: %+v", n)
	}
}
