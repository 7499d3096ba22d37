package hadash

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// readmeMost is the longest README, in bytes: it is a first page, and must not grow into a manual again.
const readmeMost = 9_000

var (
	link    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	noSlug  = regexp.MustCompile("[^a-z0-9а-я -]")
)

func TestReadmeIsShort(t *testing.T) {
	if text, err := os.ReadFile("README.md"); err != nil || len(text) > readmeMost {
		t.Errorf("README.md has %d bytes, at most %d: %v", len(text), readmeMost, err)
	}
}

// Every link in the README, the manual and CONTRIBUTING leads to a file, and its anchor to a heading.
func TestLinksLeadSomewhere(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	if err != nil || len(pages) < 10 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	for _, page := range append(pages, "README.md", "CONTRIBUTING.md", "docs/experiment/README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range link.FindAllStringSubmatch(string(text), -1) {
			target, anchor, _ := strings.Cut(l[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			path := page
			if target != "" {
				path = filepath.Join(filepath.Dir(page), target)
			}
			there, err := os.ReadFile(path)
			if info, serr := os.Stat(path); serr == nil && info.IsDir() {
				continue
			}
			if err != nil {
				t.Errorf("%s: %s: %v", page, l[1], err)
			} else if anchor != "" && !slugs(string(there))[anchor] {
				t.Errorf("%s: %s has no heading #%s", page, path, anchor)
			}
		}
	}
}

// slugs returns the anchors of a page's headings.
func slugs(text string) map[string]bool {
	out := map[string]bool{}
	for _, h := range heading.FindAllStringSubmatch(text, -1) {
		out[strings.ReplaceAll(noSlug.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-")] = true
	}
	return out
}

// A page begins with what one wants to do: a reader knows at once whether it is the right one.
func TestEveryPageOpens(t *testing.T) {
	contents, err := os.ReadFile("docs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := filepath.Glob("docs/*.md")
	for _, page := range append(pages, "docs/experiment/README.md") {
		name, _ := filepath.Rel("docs", page)
		if name == "README.md" {
			continue
		}
		if !strings.Contains(string(contents), "("+name+")") {
			t.Errorf("docs/README.md has no link to %s", name)
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if _, opening, _ := strings.Cut(string(text), "\n\n"); !strings.HasPrefix(opening, "To ") {
			first, _, _ := strings.Cut(opening, "\n")
			t.Errorf(`%s begins with %q, want "To do something, ..."`, page, first)
		}
	}
}
