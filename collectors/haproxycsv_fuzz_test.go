package collectors

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

func FuzzStatsCSV(f *testing.F) {
	for name, page := range pages(f) {
		if strings.HasSuffix(name, ".gz") {
			continue // a thousand rows are not a better seed, and slow
		}
		f.Add(page)
	}
	f.Add([]byte(head + "b,s,1,UP,1,\"a\"\"b\",2,x,-,9,\n"))
	f.Add([]byte(head + "b,s,1,UP,1,a,2,x,-,9,\nb\nb,s,1,UP,1,a,7,x,-,9,\nb,s,18446744073709551615,UP,1,a,2,x,-,9,\n"))
	var c statsCSV // one for all pages: what it keeps must not change a result
	f.Fuzz(func(t *testing.T, page []byte) {
		got, err := c.parse(page)
		var fresh statsCSV
		again, err2 := fresh.parse(page)
		if diff := cmp.Diff(again, got); diff != "" || fmt.Sprint(err) != fmt.Sprint(err2) {
			t.Fatalf("a used parser returns %v, a new one %v\n%s", err, err2, diff)
		}
		if err != nil {
			return
		}
		for i := range got.Servers {
			if s := &got.Servers[i]; s.Pxname == "" || record.Clean(s.LastChk) != s.LastChk {
				t.Errorf("%+v", s)
			}
		}
	})
}

// many returns a page of n servers, made from a captured row.
func many(t testing.TB, n int) []byte {
	t.Helper()
	lines := bytes.SplitAfter(capture(t, "haproxy-3.0.0/all-up.csv"), []byte("\n"))
	var b bytes.Buffer
	b.Write(lines[0])
	for i := range n {
		b.WriteString(strings.Replace(string(lines[2]), ",db1,", fmt.Sprintf(",db%d,", i), 1))
	}
	return b.Bytes()
}

func BenchmarkStatsCSV(b *testing.B) {
	for _, n := range []int{3, 100, 1000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			page := many(b, n)
			var c statsCSV
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				if h, err := c.parse(page); err != nil || len(h.Servers) != n {
					b.Fatal(err)
				}
			}
		})
	}
}
