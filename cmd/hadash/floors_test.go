package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors are the rooms from the ground up. Imports only go down, and rooms on one floor never
// import each other.
var floors = [][]string{
	{"files", "near"},
	{"record"},
	{"incident"},
	{"tui", "drill", "report", "collectors", "stack"},
	{"cmd/hadash", "cmd/profile"},
}

// homes are the rooms that a library exists for.
var homes = map[string][]string{
	"github.com/BurntSushi/toml":        {"cmd/hadash"},
	"github.com/aymanbagabas/":          {"report"},
	"github.com/charmbracelet/bubble":   {"tui"},
	"github.com/charmbracelet/lipgloss": {"tui"},
	"github.com/compose-spec/":          {"stack"},
	"github.com/docker/":                {"stack"},
	"github.com/go-sql-driver/mysql":    {"collectors", "cmd/profile"},
	"github.com/gorilla/":               {"cmd/profile"},
	"github.com/sahilm/fuzzy":           {"tui"},
	"github.com/spf13/cobra":            {"cmd/hadash"},
	"github.com/yuin/goldmark":          {"report"},
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
		}
		return
	}
	for lib, rooms := range homes {
		if strings.HasPrefix(imported, lib) && !slices.Contains(rooms, from) {
			t.Errorf("%s: %s lives in %v, not in %s", path, lib, rooms, from)
		}
	}
	if level <= 2 && strings.Contains(strings.SplitN(imported, "/", 2)[0], ".") {
		t.Errorf("%s: %s uses the standard library only, not %s", path, from, imported)
	}
}

// roomOf is the room a package belongs to, and its floor; -1 when it is none of the house.
func roomOf(dir string) (string, int) {
	for level, rooms := range floors {
		for _, room := range rooms {
			if dir == room || strings.HasPrefix(dir, room+"/") {
				return room, level
			}
		}
	}
	return dir, -1
}
