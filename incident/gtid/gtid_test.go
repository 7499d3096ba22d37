package gtid_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/gtid"
	"hadash/record"
)

func TestGap(t *testing.T) {
	const a, b = "3e11fa47-71ca-11e1-9e33-c80aa9429562", "9f2b1c50-0d3e-11ee-8a65-0242ac120002"
	for _, c := range []struct {
		source, replica string
		want            int64 // -1: not known
	}{
		{"0-1-12820", "0-1-12820", 0},
		{"0-1-12820", "0-1-12800", 20},
		{"0-1-12820", "0-1-12830", 0}, // asked a moment later
		{"0-2-30", "0-1-28", 2},       // another server writes now
		{"0-1-10,7-1-5", "7-1-3, 0-1-10", 2},
		{"0-1-10,7-1-5", "0-1-10", -1},
		{"0-1-10", "0-1-9,7-1-5", 1},
		{"0-1-10", "", -1}, {"", "0-1-10", -1}, {"", "", -1}, {"0-1", "0-1-1", -1}, {"0-1--5", "0-1-1", -1}, {"0-1-+5", "0-1-1", -1},
		{"0-1-9999999999999999999", "0-1-1", -1},
		{a + ":1-5", a + ":1-5", 0},
		{a + ":1-5", a + ":1-3", 2},
		{a + ":1-5", a + ":1-2:5", 2},
		{a + ":1-5:7-9", a + ":1-20", 0},
		{a + ":1-5, " + b + ":1-7", a + ":1-5", 7},
		{a + ":1-5", a + ":1-5," + b + ":1", 0},
		{a + ":1-5:ours:1-3", a + ":1-5", 3},
		{a + ":5-1", a + ":1", -1}, {a, a, -1}, {a + ":1-5", "0-1-5", -1}, {"0-1-5", a + ":1-5", -1}, {a + ":1-5", "", -1}, {a + ":", a + ":1", -1},
	} {
		got, known := gtid.Gap(c.source, c.replica)
		if !known {
			got = -1
		}
		if got != c.want {
			t.Errorf("Gap(%q, %q) = %d, want %d", c.source, c.replica, got, c.want)
		}
	}
}

// Sets drawn at random, counted a second time one transaction at a time.
func TestGapCountedOneByOne(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	draw := func() (string, map[string]bool) {
		set, text := map[string]bool{}, []string{}
		for s := range 1 + r.IntN(3) {
			uuid := fmt.Sprintf("%08d-71ca-11e1-9e33-c80aa9429562", s)
			for range 1 + r.IntN(4) {
				from := 1 + r.IntN(40)
				to := from + r.IntN(10)
				uuid += ":" + strconv.Itoa(from) + "-" + strconv.Itoa(to)
				for n := from; n <= to; n++ {
					set[fmt.Sprint(s, " ", n)] = true
				}
			}
			text = append(text, uuid)
		}
		return strings.Join(text, ","), set
	}
	for range 500 {
		source, have := draw()
		replica, got := draw()
		want := int64(0)
		for n := range have {
			if !got[n] {
				want++
			}
		}
		if n, known := gtid.Gap(source, replica); !known || n != want {
			t.Fatalf("Gap(%q, %q) = %d %v, want %d", source, replica, n, known, want)
		}
	}
}

// What the captured run's servers say: each gap is the difference of the last numbers of two of their words, and it
// cannot be told while one of them is silent.
func TestBehindInACapturedRun(t *testing.T) {
	var f incident.Frame
	known, silent := 0, 0
	for _, s := range captured.Samples(t, "tuned-kill-mysql-slave1") {
		f = incident.Fold(f, s)
		if s.Source != record.SourceReplication {
			continue
		}
		n, master := f.Node(s.Node), f.Node("mysql-master")
		got, ok := f.Behind(n)
		if s.Err != "" {
			silent++
			if ok {
				t.Errorf("%s is silent, yet %d behind", s.Node, got)
			}
			continue
		}
		if n == master || master.Replica == nil {
			if ok {
				t.Errorf("%s: %d behind nobody that answered", s.Node, got)
			}
			continue
		}
		want := max(last(t, master.Replica.Gtid)-last(t, n.Replica.Gtid), 0)
		if !ok || got != want {
			t.Errorf("%s at %q, master at %q: %d %v, want %d", s.Node, n.Replica.Gtid, master.Replica.Gtid, got, ok, want)
		}
		known++
	}
	if known < 10 || silent == 0 {
		t.Errorf("%d gaps known, %d readings silent: the run shows nothing", known, silent)
	}
}

func last(t *testing.T, gtid string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(gtid[strings.LastIndexByte(gtid, '-')+1:], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
