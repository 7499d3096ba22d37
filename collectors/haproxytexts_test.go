package collectors

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Texts that change with each page are read as by a parser that has seen no other page, and those that no row has any more are dropped.
func TestTextsThatMove(t *testing.T) {
	const head = "# pxname,svname,status,type,addr,check_status,\n"
	var c statsCSV
	for n := range 60 {
		page := head
		for row := range 20 {
			page += fmt.Sprintf("be%d,s%d,%s,2,10.0.%d.%d:80,L%dOK,\n", row/10, row, []string{"UP", "DOWN", "UP 1/3"}[(n+row)%3], n, row, (n+row/5)%7)
		}
		is, err := c.parse([]byte(page))
		if err != nil {
			t.Fatal(err)
		}
		var fresh statsCSV
		want, err := fresh.parse([]byte(page))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, is); diff != "" {
			t.Fatalf("page %d: %s", n, diff)
		}
	}
	if got, most := len(c.words.all), 2*(20*2+20)+64+20; got > most {
		t.Errorf("%d texts are kept, want at most %d", got, most)
	}
}
