package report_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// roomsBelow are the rooms that each room of a report may import, beside report itself.
var roomsBelow = map[string][]string{
	"markdown":   nil,
	"webpage":    nil,
	"picture":    nil,
	"section":    {"markdown"},
	"advice":     {"markdown"},
	"snapshot":   {"markdown", "section"},
	"postmortem": {"advice", "markdown", "section", "webpage"},
	"compare":    {"markdown", "picture", "webpage"},
}

// Imports between the rooms of reports only go down.
func TestRoomsImportOnlyWhatIsBelow(t *testing.T) {
	files, err := filepath.Glob("*/*.go")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	own, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range append(files, own...) {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		room := filepath.Dir(path)
		below, known := roomsBelow[room]
		if !known && room != "." {
			t.Errorf("%s: %s is no room of reports", path, room)
		}
		for _, imp := range file.Imports {
			name, _ := strconv.Unquote(imp.Path.Value)
			if to, ok := strings.CutPrefix(name, "hadash/report/"); ok && !slices.Contains(below, to) {
				t.Errorf("%s: %s must not import %s", path, room, to)
			}
		}
	}
}
