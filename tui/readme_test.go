package tui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"hadash/tui/paint"

	"github.com/charmbracelet/x/ansi"
)

const readme = "../README.md"

// The README's table of keys is the key map's own help page.
func TestReadmeKeys(t *testing.T) {
	keys := defaultKeys()
	var b strings.Builder
	b.WriteString("| key | does |\n|---|---|\n")
	for _, column := range keys.FullHelp() {
		for _, group := range column {
			for _, k := range group.lines {
				fmt.Fprintf(&b, "| `%s` | %s |\n", k.Help().Key, describe(group.title, k.Help().Desc))
			}
		}
	}
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), "<!-- keys -->\n")
	old, tail, ok2 := strings.Cut(rest, "<!-- /keys -->")
	if !ok || !ok2 {
		t.Fatalf("%s has no <!-- keys --> part", readme)
	}
	if old == b.String() {
		return
	}
	if !*update {
		t.Fatalf("%s lists other keys than the program has; go test ./tui -update writes:\n%s", readme, b.String())
	}
	if err := os.WriteFile(readme, []byte(head+"<!-- keys -->\n"+b.String()+"<!-- /keys -->"+tail), 0o644); err != nil {
		t.Fatal(err)
	}
}

// describe says what a key does without the heading it stands under on the help page.
func describe(title, desc string) string {
	switch title {
	case "the chosen node":
		return desc + " the chosen node"
	case "the recording":
		return "replay: " + desc
	case "a typed line", "a question":
		return "in " + title + ": " + desc
	case "logs":
		return "logs: " + desc
	}
	return desc
}

// The README's frame is kept from rotting: it must have the size, the table's heads and the key line that
// the screen has today.
func TestReadmeFrame(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "<!-- frame -->\n```\n")
	frame, _, ok := strings.Cut(rest, "\n```\n<!-- /frame -->")
	if !ok {
		t.Fatalf("%s has no <!-- frame --> part", readme)
	}
	lines := strings.Split(frame, "\n")
	if len(lines) != 36 {
		t.Errorf("the frame has %d lines, want 36", len(lines))
	}
	for i, l := range lines {
		if w := paint.Width(l); w > 120 {
			t.Errorf("line %d of the frame is %d cells wide: %s", i+1, w, l)
		}
	}
	today := strings.Split(ansi.Strip(screenOf(120, 36, everyKey, oneDown()).View()), "\n")
	for _, n := range []int{9, 14, len(today) - 1} { // the servers' and the instances' head, the key line
		if want := strings.TrimRight(today[n], " "); !strings.Contains(frame, want) {
			t.Errorf("the frame is not of today's screen: it has no line\n%s", want)
		}
	}
}
