package stack

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// logLine is a reported line.
type logLine struct {
	at   string
	from string
	text string
}

func collect(into *[]logLine) func(time.Time, bool, []byte) {
	return func(at time.Time, stderr bool, text []byte) {
		from := "stdout"
		if stderr {
			from = "stderr"
		}
		*into = append(*into, logLine{at.Format("15:04:05.000000000"), from, string(text)})
	}
}

func recordedLog(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(recorded, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var wantLog = []logLine{
	{"05:16:58.075592363", "stdout", "one"},
	{"05:16:58.075692894", "stderr", "two"},
	{"05:16:58.122138107", "stdout", strings.Repeat("x", 20000) + " end"}, // arrived as two messages
	{"05:16:58.122930426", "stdout", "\x1b[31mred\x1b[0m"},
	{"05:16:58.122950166", "stdout", ""},
	{"05:16:58.151853824", "stdout", "unfinished"},
}

// The lines are the same however reads split the stream.
func TestLogFrames(t *testing.T) {
	data := recordedLog(t, "log.raw")
	for name, r := range map[string]io.Reader{
		"whole":     bytes.NewReader(data),
		"bytewise":  iotest.OneByteReader(bytes.NewReader(data)),
		"by halves": iotest.HalfReader(bytes.NewReader(data)),
		"data+EOF":  iotest.DataErrReader(bytes.NewReader(data)),
	} {
		t.Run(name, func(t *testing.T) {
			var got []logLine
			if err := readLogs(r, false, collect(&got)); err != nil {
				t.Fatal(err)
			}
			compareLogs(t, got, wantLog)
		})
	}
}

func TestLogOfTTY(t *testing.T) {
	data := recordedLog(t, "log-tty.raw")
	for name, r := range map[string]io.Reader{
		"whole":    bytes.NewReader(data),
		"bytewise": iotest.OneByteReader(bytes.NewReader(data)),
	} {
		t.Run(name, func(t *testing.T) {
			var got []logLine
			if err := readLogs(r, true, collect(&got)); err != nil {
				t.Fatal(err)
			}
			if len(got) == 4 { // without frames the second half's timestamp cannot be found
				got[2].text = got[2].text[:100] + got[2].text[len(got[2].text)-4:]
			}
			compareLogs(t, got, []logLine{
				{"05:16:58.518715935", "stdout", "one"},
				{"05:16:58.518769976", "stdout", "two"},
				{"05:16:58.519768568", "stdout", strings.Repeat("y", 100) + " end"},
				{"05:16:58.523235772", "stdout", "last"},
			})
		})
	}
}

func compareLogs(t *testing.T, got, want []logLine) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d: %.300v", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d: got  %.90v\nwant %.90v", i, got[i], want[i])
		}
	}
}

// When the stream breaks in the middle of a line, that line is not reported: it comes whole when the caller continues
// after the last one.
func TestLogBreaks(t *testing.T) {
	broken := io.MultiReader(bytes.NewReader(recordedLog(t, "log.raw")[:17000]), iotest.ErrReader(errors.New("cut off")))
	var got []logLine
	if err := readLogs(broken, false, collect(&got)); err == nil {
		t.Error("no error")
	}
	compareLogs(t, got, wantLog[:2])
}

func TestLogLineIsBounded(t *testing.T) {
	var got []logLine
	long := "2026-11-23T05:16:58.5Z " + strings.Repeat("z", 3*maxLine) + "\n2026-11-23T05:16:59.5Z next\n"
	if err := readLogs(strings.NewReader(long), true, collect(&got)); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || len(got[0].text) != maxLine || got[1].text != "next" {
		t.Errorf("%d lines, the first of %d bytes; want 2, and %d bytes", len(got), len(got[0].text), maxLine)
	}
}

func TestLogs(t *testing.T) {
	f := newFakeEngine(t)
	f.answers["GET /containers/"+f.of("nginx").ID+"/logs"] = says(filepath.Join(recorded, "log.raw"))
	p := f.project()
	var got []logLine
	if err := p.Logs(t.Context(), "nginx", time.Unix(12, 5), collect(&got)); err != nil {
		t.Fatalf("got %v; want nil, for the container has stopped", err)
	}
	compareLogs(t, got, wantLog)
	query := f.asked[len(f.asked)-1]
	for _, want := range []string{"follow=1", "timestamps=1", "stdout=1", "stderr=1", "since=12.000000005"} {
		if !strings.Contains(query, want) {
			t.Errorf("asked %s, want %s", query, want)
		}
	}
	f.answers["GET /containers/"+f.of("app1").ID+"/logs"] = refuses(http.StatusInternalServerError, "configured logging driver does not support reading")
	if err := p.Logs(t.Context(), "app1", time.Time{}, collect(&got)); err == nil || !strings.Contains(err.Error(), "logs of app1: ") {
		t.Errorf("got %v; want an error that names the service", err)
	}
}

func FuzzLogs(f *testing.F) {
	f.Add(recordedLog(f, "log.raw"), false)
	f.Add(recordedLog(f, "log-tty.raw"), true)
	f.Fuzz(func(t *testing.T, data []byte, tty bool) {
		var whole, pieces []logLine
		err := readLogs(bytes.NewReader(data), tty, collect(&whole))
		errPieces := readLogs(iotest.HalfReader(bytes.NewReader(data)), tty, collect(&pieces))
		if (err == nil) != (errPieces == nil) || len(whole) != len(pieces) {
			t.Fatalf("read whole: %d lines, %v; in pieces: %d lines, %v", len(whole), err, len(pieces), errPieces)
		}
		for i, l := range whole {
			if l != pieces[i] || len(l.text) > maxLine || tty && strings.Contains(l.text, "\n") {
				t.Fatalf("line %d: %q, in pieces %q", i, l, pieces[i])
			}
		}
	})
}
