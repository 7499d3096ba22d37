package lean

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// The program goes on, with fewer of its file's pages in memory.
func TestProgram(t *testing.T) {
	before := ofFile(t)
	Program()
	if after := ofFile(t); after >= before {
		t.Errorf("%d kB before, %d kB after", before, after)
	}
}

func ofFile(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "RssFile:"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Skip("this kernel does not say it")
	return 0
}
