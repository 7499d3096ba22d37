package report_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hadash/incident/clients"
	"hadash/report"
	"hadash/report/picture"
)

func draw(t *testing.T, r *report.Run, in report.Lang) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := picture.Write(&b, r, in, nil); err != nil {
		t.Fatal(err)
	}
	checkPicture(t, b.Bytes())
	return b.Bytes()
}

func TestPicturesOfRealRuns(t *testing.T) {
	for _, name := range runs {
		golden(t, name+".svg", draw(t, run(t, name), report.English))
	}
}

// frameWidth is how wide every picture is.
const frameWidth = 960

// numeral is any numeral in an attribute.
var numeral = regexp.MustCompile(`-?[0-9]+(\.[0-9]+)?`)

// checkPicture holds a picture to what every one must be: well-formed, small, self-contained, named, with nothing
// outside its frame.
func checkPicture(t *testing.T, source []byte) {
	t.Helper()
	if len(source) > 150<<10 {
		t.Errorf("%d bytes", len(source))
	}
	for _, never := range []string{"NaN", "Inf", "<script", "foreignObject", "<image", "%!"} {
		if bytes.Contains(source, []byte(never)) {
			t.Errorf("there is a %s in it", never)
		}
	}
	var height float64
	names := map[string]int{}
	for dec := xml.NewDecoder(bytes.NewReader(source)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		names[e.Name.Local]++
		at := map[string]string{}
		for _, a := range e.Attr {
			at[a.Name.Local] = a.Value
		}
		if e.Name.Local == "svg" {
			height, _ = strconv.ParseFloat(at["height"], 64)
		}
		checkInside(t, e.Name.Local, at, height)
	}
	if names["title"] != 1 || names["desc"] != 1 {
		t.Errorf("no title, or no description: %v", names)
	}
}

func checkInside(t *testing.T, name string, at map[string]string, height float64) {
	t.Helper()
	inside := func(what string, x, y float64) {
		if x < 0 || x > frameWidth || y < 0 || y > height {
			t.Errorf("%s at %v, %v: outside of %v by %v", what, x, y, frameWidth, height)
		}
	}
	n := func(key string) float64 { x, _ := strconv.ParseFloat(at[key], 64); return x }
	switch name {
	case "rect":
		inside(name, n("x"), n("y"))
		inside(name, n("x")+n("width"), n("y")+n("height"))
	case "path":
		var dx, dy float64
		if move := numeral.FindAllString(at["transform"], 2); len(move) == 2 {
			dx, _ = strconv.ParseFloat(move[0], 64)
			dy, _ = strconv.ParseFloat(move[1], 64)
		}
		walk(t, at["d"], func(x, y float64) { inside("path "+at["class"], x+dx, y+dy) })
	}
}

// command is one letter of a path with its numbers.
var command = regexp.MustCompile(`([A-Za-z])([^A-Za-z]*)`)

// walk visits the points of a path.
func walk(t *testing.T, d string, visit func(x, y float64)) {
	t.Helper()
	var x, y, x0, y0 float64
	for _, c := range command.FindAllStringSubmatch(d, -1) {
		var v []float64
		for _, text := range numeral.FindAllString(c[2], -1) {
			n, _ := strconv.ParseFloat(text, 64)
			v = append(v, n)
		}
		switch c[1] {
		case "M", "L":
			x, y = v[0], v[1]
		case "m", "l":
			x, y = x+v[0], y+v[1]
		case "H":
			x = v[0]
		case "h":
			x += v[0]
		case "V":
			y = v[0]
		case "v":
			y += v[0]
		case "a":
			x, y = x+v[5], y+v[6]
		case "z":
			x, y = x0, y0
		default:
			t.Fatalf("path command %s", c[1])
		}
		if strings.EqualFold(c[1], "m") {
			x0, y0 = x, y
		}
		visit(x, y)
	}
}

// What a run says its clients felt is what k6 itself wrote down of each request.
func TestSecondsAreWhatK6Saw(t *testing.T) {
	for _, name := range runs {
		in, err := os.Open(filepath.Join("..", "incident", "testdata", "runs", name, "requests.txt.gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		text, err := gzip.NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		truth := map[int64]clients.Second{}
		first, last := int64(math.MaxInt64), int64(0)
		for lines := bufio.NewScanner(text); lines.Scan(); {
			var us int64
			var ms float64
			var status int
			if _, err := fmt.Sscan(lines.Text(), &us, &ms, &status); err != nil {
				t.Fatal(err)
			}
			second := us / 1e6
			s := truth[second]
			s.Requests++
			if status == 0 || status >= 400 {
				s.Failed++
			}
			truth[second] = s
			first, last = min(first, second), max(last, second)
		}
		requests, failed, k6, k6failed := 0, 0, 0, 0
		for _, s := range run(t, name).Seconds {
			if at := s.At.Unix(); at > first && at < last { // the first and the last second were not watched whole
				requests, failed = requests+s.Requests, failed+s.Failed
				k6, k6failed = k6+truth[at].Requests, k6failed+truth[at].Failed
			}
		}
		if apart := max(requests-k6, k6-requests); apart > 20 || failed != k6failed || k6 < 1000 { // at both ends requests may be of the next second
			t.Errorf("%s: %d requests, %d failed; k6 says %d and %d", name, requests, failed, k6, k6failed)
		}
	}
}
