package report

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
)

// english are the files that only write English: a snapshot is for whoever takes it.
var english = []string{"snapshot.go", "truth.go"}

// sentences are all texts that the code of this room and of those in it gives to the catalogs.
func sentences(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	rooms, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, rooms...)
	var all []string
	add := func(e ast.Expr) {
		if text, ok := constant(e); ok && strings.IndexFunc(text, unicode.IsLetter) >= 0 && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || slices.Contains(english, filepath.Base(name)) {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				for _, e := range toTranslate(n) {
					add(e)
				}
			case *ast.KeyValueExpr: // a rule's texts
				if key, ok := n.Key.(*ast.Ident); ok && slices.Contains([]string{"title", "why", "do", "manual", "brief"}, key.Name) {
					add(n.Value)
				}
			}
			return true
		})
	}
	return all
}

// toTranslate are the arguments of a call that are looked up in the catalogs.
func toTranslate(call *ast.CallExpr) []ast.Expr {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	switch {
	case slices.Contains([]string{"say", "linef", "para", "word"}, strings.ToLower(name)) && len(call.Args) > 0:
		return call.Args[:1]
	case name == "many" || name == "Many" || name == "add" && len(call.Args) == 3:
		return call.Args[2:3]
	case name == "Table" || name == "table":
		if head, ok := call.Args[0].(*ast.CompositeLit); ok {
			return head.Elts
		}
	}
	return nil
}

// constant is the text of a string literal, or of a sum of them.
func constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		a, ok := constant(e.X)
		b, ok2 := constant(e.Y)
		return a + b, ok && ok2
	}
	return "", false
}

// Every sentence of a report has its Russian, with the same arguments.
func TestEverySentenceHasItsRussian(t *testing.T) {
	all := sentences(t)
	if len(all) < 200 {
		t.Fatalf("only %d sentences were found", len(all))
	}
	for _, english := range all {
		text, ok := "", false
		for _, catalog := range russian {
			if said, have := catalog[english]; have {
				text, ok = said, true
			}
		}
		if !ok {
			t.Errorf("no Russian for %q", english)
			continue
		}
		for _, form := range strings.Split(text, "|") {
			if got, want := verbs(form), verbs(english); !slices.Equal(got, want) {
				t.Errorf("%q takes %q, %q takes %q", english, want, form, got)
			}
		}
	}
}

var verb = regexp.MustCompile(`%(?:\[\d+\])?[+.\d]*[a-z%]`)

// verbs are what a format takes, in any order.
func verbs(format string) []string {
	all := verb.FindAllString(format, -1)
	slices.Sort(all)
	return all
}

// balancerColumns are HAProxy's columns that a post-mortem shows: some are in a catalog.
var balancerColumns = []string{"server", "status", "check_status", "scur", "stot", "econ", "eresp", "wretr", "wredis"}

// Nothing is in a catalog that no report says.
func TestNoRussianIsLeftOver(t *testing.T) {
	said := sentences(t)
	words := append(balancerColumns, incident.ByAccessLog, incident.ByOwnPage, incident.ByErrorLog, clients.LogOf(record.KindHAProxy))
	for _, catalog := range []map[string]string{russianPost, russianFault, russianAdvice} {
		for english := range catalog {
			if !slices.Contains(said, english) && !slices.Contains(words, english) {
				t.Errorf("nobody says %q", english)
			}
		}
	}
}

func TestSlavic(t *testing.T) {
	for n, want := range map[int64]int{0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 14: 2, 21: 0, 22: 1, 25: 2, 101: 0, 111: 2, 112: 2, 1003: 1, -1: 0} {
		if got := slavic(n); got != want {
			t.Errorf("%d takes form %d, want %d", n, got, want)
		}
	}
	if got := Russian.Many(22, "", "%s failures were absorbed"); got != "поглощены 22 ошибки" {
		t.Errorf("22: %q", got)
	}
	if got := English.Many(1, "1 failure was absorbed", "%s failures were absorbed"); got != "1 failure was absorbed" {
		t.Errorf("1: %q", got)
	}
}
