package tui

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"hadash/tui/keys"
)

const readme = "../README.md"

// The README's table of keys is the key map's own help page.
func TestReadmeKeys(t *testing.T) {
	usual := keys.New(nil)
	var b strings.Builder
	b.WriteString("| key | does |\n|---|---|\n")
	for _, column := range usual.FullHelp() {
		for _, group := range column {
			for _, k := range group.Lines {
				fmt.Fprintf(&b, "| `%s` | %s |\n", k.Key, describe(group.Title, k.Does))
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
