package keys

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the manual's table of keys")

const manual = "../../docs/keys.md"

// The manual's table of keys is the help page.
func TestManual(t *testing.T) {
	usual := New(nil)
	var b strings.Builder
	b.WriteString("| key | does |\n|---|---|\n")
	for _, column := range usual.FullHelp() {
		for _, group := range column {
			for _, k := range group.Lines {
				fmt.Fprintf(&b, "| `%s` | %s |\n", k.Key, describe(group.Title, k.Does))
			}
		}
	}
	text, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), "<!-- keys -->\n")
	old, tail, ok2 := strings.Cut(rest, "<!-- /keys -->")
	if !ok || !ok2 {
		t.Fatalf("%s has no <!-- keys --> part", manual)
	}
	if old == b.String() {
		return
	}
	if !*update {
		t.Fatalf("%s lists other keys than the program has; go test ./tui/keys -update writes:\n%s", manual, b.String())
	}
	if err := os.WriteFile(manual, []byte(head+"<!-- keys -->\n"+b.String()+"<!-- /keys -->"+tail), 0o644); err != nil {
		t.Fatal(err)
	}
}

// describe says what a key does without the heading it stands under on the help page.
func describe(title, desc string) string {
	switch title {
	case "the chosen node":
		return "the chosen node: " + desc
	case "the recording":
		return "replay: " + desc
	case "a typed line", "a question":
		return "in " + title + ": " + desc
	case "logs":
		return "logs: " + desc
	}
	return desc
}
