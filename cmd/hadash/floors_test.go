package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors lists the rooms from the lowest floor. Imports only go down, and rooms on one floor never import each other.
var floors = [][]string{
	{"units"},
	{"files", "near", "wording", "apart"},
	{"record"},
	{"incident", "conf", "host", "journal", "lines"},
	{"runtimeapi", "own"},
	{"tui", "drill", "report", "collectors", "stack", "attach", "replay"},
	{"cmd/hadash", "cmd/profile"},
}

// inside lists the rooms inside a room, from the lowest floor, by the same rules. A package that is not listed is on a
// floor above them. None of them imports the room that it is in.
var inside = map[string][][]string{
	"tui": {
		{"paint", "keys", "tty", "dumbterm", "asked", "alerts"},
		{"ui"},
		{"chart", "logs", "stats", "commands", "header", "help", "replaybar", "users"},
		{"path", "timeline", "cost", "nodes"},
		{"node", "pages", "haproxy", "truth"},
	},
	"conf": {
		{"balancer"},
		{"haproxycfg", "nginxcfg"},
	},
	"lines": {
		{"stamp", "cut", "told"},
		{"dated", "run"},
		{"file", "command", "journal", "syslog", "stdin"},
	},
	"stack": {
		{"label"},
		{"program"},
		{"compose"},
		{"recipe", "haproxy", "swarm"},
	},
}

// outer lists the rooms inside a room that only the room itself imports.
var outer = []string{"tui/asked", "tui/alerts"}

// homes lists the rooms that may import a library.
var homes = map[string][]string{
	"github.com/BurntSushi/toml":        {"cmd/hadash"},
	"github.com/aymanbagabas/":          {"report"},
	"github.com/charmbracelet/bubble":   {"tui"},
	"github.com/charmbracelet/lipgloss": {"tui"},
	"github.com/compose-spec/":          {"stack/compose"},
	"github.com/docker/":                {"stack"},
	"github.com/go-sql-driver/mysql":    {"collectors", "cmd/profile"},
	"github.com/gofrs/flock":            {"journal", "stack"},
	"github.com/gorilla/":               {"cmd/profile"},
	"github.com/klauspost/compress/":    {"record"},
	"github.com/leodido/go-syslog/":     {"lines/syslog"},
	"github.com/sahilm/fuzzy":           {"tui"},
	"github.com/spf13/cobra":            {"cmd/hadash"},
	"github.com/yuin/goldmark":          {"report"},
}

// TestDrawingOfTheRooms checks that CONTRIBUTING.md draws the floors as they are here.
func TestDrawingOfTheRooms(t *testing.T) {
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	drawings := []string{drawn(floors)}
	for room, floors := range inside {
		drawings = append(drawings, drawn(append(slices.Clone(floors), []string{room})))
	}
	for _, d := range drawings {
		if !strings.Contains(string(text), d) {
			t.Errorf("CONTRIBUTING.md has no such drawing of the rooms:\n%s", d)
		}
	}
}

// drawn returns the drawing of floors, the highest first.
func drawn(floors [][]string) string {
	var lines []string
	for _, rooms := range slices.Backward(floors) {
		lines = append(lines, strings.Join(rooms, "   "))
	}
	return "```\n" + strings.Join(lines, "\n  |\n") + "\n```\n"
}

func TestImportsGoDown(t *testing.T) {
	seen := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "k6" || d.Name() == "lint") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		seen++
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel("../..", filepath.Dir(path))
		for _, imp := range file.Imports {
			name, _ := strconv.Unquote(imp.Path.Value)
			checkImport(t, filepath.ToSlash(rel), name, path)
		}
		return nil
	})
	if err != nil || seen < 20 {
		t.Fatalf("read %d files: %v", seen, err)
	}
}

func checkImport(t *testing.T, dir, imported, path string) {
	t.Helper()
	from, level := roomOf(dir)
	if level < 0 {
		t.Errorf("%s: %s is no room of the house", path, dir)
		return
	}
	if own, ok := strings.CutPrefix(imported, "hadash/"); ok {
		if to, below := roomOf(own); to != from && below >= level {
			t.Errorf("%s: %s must not import %s", path, from, to)
		} else if to == from && inside[from] != nil && dir != from {
			checkInside(t, from, dir, own, path)
		}
		return
	}
	for lib, rooms := range homes {
		if strings.HasPrefix(imported, lib) && !slices.ContainsFunc(rooms, func(room string) bool { return within(dir, room) }) {
			t.Errorf("%s: %s lives in %v, not in %s", path, lib, rooms, dir)
		}
	}
	if from == "record" && imported == "github.com/klauspost/compress/zstd" {
		return // recordings are compressed with it
	}
	if level <= 2 && strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
		t.Errorf("%s: %s uses the standard library only, not %s", path, from, imported)
	}
}

// roomOf returns the room of a package and its floor; -1 if it belongs to no room.
func roomOf(dir string) (string, int) {
	for level, rooms := range floors {
		for _, room := range rooms {
			if within(dir, room) {
				return room, level
			}
		}
	}
	return dir, -1
}

func within(dir, room string) bool { return dir == room || strings.HasPrefix(dir, room+"/") }

// checkInside checks an import inside a room.
func checkInside(t *testing.T, room, from, to, path string) {
	t.Helper()
	if to == from || to != room && floorInside(room, to) < floorInside(room, from) && !slices.Contains(outer, to) {
		return
	}
	t.Errorf("%s: %s must not import %s", path, from, to)
}

func floorInside(room, dir string) int {
	for level, names := range inside[room] {
		if slices.ContainsFunc(names, func(name string) bool { return within(dir, room+"/"+name) }) {
			return level
		}
	}
	return len(inside[room])
}
