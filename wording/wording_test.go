package wording

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
)

// sentence is a row as it stands in the source.
type sentence struct{ name, english, russian string }

// sentences are all rows of this package; name is "" for those of a map.
func sentences(t *testing.T) []sentence {
	t.Helper()
	var all []sentence
	for _, file := range parsed(t, ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, value := range n.Values {
					if s, ok := rowOf(value); ok {
						s.name = n.Names[i].Name
						all = append(all, s)
					}
				}
			case *ast.KeyValueExpr:
				if s, ok := rowOf(n.Value); ok {
					all = append(all, s)
				}
			}
			return true
		})
	}
	if len(all) < 150 {
		t.Fatalf("only %d sentences were found", len(all))
	}
	return all
}

func rowOf(e ast.Expr) (s sentence, ok bool) {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 2 {
		return s, false
	}
	if f, is := call.Fun.(*ast.Ident); !is || f.Name != "row" {
		return s, false
	}
	return sentence{english: unquoted(call.Args[0]), russian: unquoted(call.Args[1])}, true
}

func unquoted(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	text, _ := strconv.Unquote(lit.Value)
	return text
}

// parsed are the files of a folder and below it, without tests.
func parsed(t *testing.T, dir string) (all []*ast.File) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		all = append(all, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var slot = regexp.MustCompile(`\$[1-9]`)

// slots are the arguments of a template, each once.
func slots(template string) []string {
	all := slot.FindAllString(template, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

func latin(r rune) bool    { return unicode.Is(unicode.Latin, r) }
func cyrillic(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }

// Every sentence is in both languages, with the same arguments.
func TestBothLanguages(t *testing.T) {
	names := []string{"NoServerLeft", "Losing", "DownBecause", "UpAtHAProxy", "HAProxySays", "HAProxyIs", "DockerIs", "ButDockerIs", "ByHadash", "ByLastchg"} // of HAProxy's or Docker's own words
	for _, s := range sentences(t) {
		words := slot.ReplaceAllString(s.english, "")
		translated := strings.IndexFunc(s.russian, cyrillic) >= 0
		if strings.IndexFunc(words, latin) >= 0 && !translated && !slices.Contains(names, s.name) {
			t.Errorf("%q has no Russian: %q", s.english, s.russian)
		}
		for _, left := range []string{"which", "the ", "failed", "once"} {
			if translated && strings.Contains(s.russian, left) {
				t.Errorf("%q has English in its Russian: %q", s.english, s.russian)
			}
		}
		got, want := slots(s.russian), slots(s.english)
		if !slices.Equal(got, want) {
			t.Errorf("%q takes %q, %q takes %q", s.english, want, s.russian, got)
		}
		if n := len(want); n > 0 && want[n-1] != "$"+strconv.Itoa(n) {
			t.Errorf("%q leaves out one of its arguments", s.english)
		}
	}
}

// Every sentence is said somewhere, each time with as many arguments as it takes.
func TestCalls(t *testing.T) {
	takes := map[string]int{}
	for _, s := range sentences(t) {
		if ast.IsExported(s.name) {
			takes[s.name] = len(slots(s.english))
		}
	}
	said := map[string]bool{}
	for _, room := range []string{"record", "incident", "report", "tui", "drill", "cmd"} {
		for _, file := range parsed(t, filepath.Join("..", room)) {
			ast.Inspect(file, func(n ast.Node) bool {
				if name, ok := ofWording(n); ok {
					said[name] = true
				}
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				of, ok := call.Fun.(*ast.SelectorExpr)
				if !ok || of.Sel.Name != "Of" {
					return true
				}
				name, ok := ofWording(of.X)
				if ok && len(call.Args) != takes[name] {
					t.Errorf("%s takes %d arguments and gets %d", name, takes[name], len(call.Args))
				}
				for _, arg := range call.Args {
					if inner, is := ofWording(arg); is {
						t.Errorf("%s gets %s, and not what %s.Of() is", name, inner, inner)
					}
				}
				return true
			})
		}
	}
	for name := range takes {
		if !said[name] {
			t.Errorf("nobody says %s", name)
		}
	}
}

// ofWording is the name of this package that an expression is.
func ofWording(n ast.Node) (string, bool) {
	sel, ok := n.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	x, ok := sel.X.(*ast.Ident)
	return sel.Sel.Name, ok && x.Name == "wording"
}

func TestSay(t *testing.T) {
	stopped := Made.Of("stop", "db1")
	for _, c := range []struct {
		says             Phrase
		english, russian string
	}{
		{Phrase{}, "", ""},
		{Text("a $1 b"), "a $1 b", "a $1 b"},
		{ByHadash.Of(stopped), "stop db1 (you)", "stop db1 (hadash)"},
		{LastedMissed.Of(WasPaused.Of(), Exact(12*time.Second), "HAProxy", KeptUp.Of()), "paused for 12.00 s and HAProxy kept it UP", "заморожен на 12.00 с, и HAProxy считал его UP"},
		{ChecksWait.Of(Setting(75 * time.Millisecond)), "its checks wait for 75 ms", "его проверки ждут 75 мс"},
		{NotBack.Of(2 * time.Minute), "not back 2 min after its heal", "не вернулся через 2 мин после восстановления"},
		{ByLastchg.Of(100 * time.Millisecond), "±100 ms, HAProxy's lastchg", "±100 мс, lastchg HAProxy"},
		{MasterGone.Of("exited", SoFar.Of(3)), "the master is exited: logins write to it and get 503 (3 so far); profiles are read from the replicas, which still answer",
			"мастер exited: вход пишет в него и получает 503 (уже 3); профили читаются с реплик, и они работают"},
	} {
		if en, ru := English.Say(c.says), Russian.Say(c.says); en != c.english || ru != c.russian {
			t.Errorf("%q, %q; want %q, %q", en, ru, c.english, c.russian)
		}
	}
}

func TestSayOf(t *testing.T) {
	for says, want := range map[*Phrase]string{
		said(GetsSessions.Of("servers", "db1")):                   "gets sessions",
		said(LastCheckSaid.Of(ServerIs.Of("s/db1", "DOWN"), "x")): "DOWN: x",
		said(UpstreamFailed.Of("db1", "timed out")):               "timed out",
		said(UpstreamFailed.Of("app1", "db1 timed out")):          "app1: db1 timed out",
		said(Made.Of("stop", "db1")):                              "stop db1",
		said(Phrase{}):                                            "",
	} {
		if got := English.SayOf(*says, "db1"); got != want {
			t.Errorf("%q is said as %q, want %q", says, got, want)
		}
	}
}

func said(p Phrase) *Phrase { return &p }

func TestPhrases(t *testing.T) {
	one, same, other := CouldNot.Of("stop db1", "no"), CouldNot.Of("stop db1", "no"), CouldNot.Of("stop db1", "yes")
	nested, alike := ByHadash.Of(one), ByHadash.Of(same)
	if !one.Equal(same) || one.Equal(other) || !nested.Equal(alike) || nested.Equal(ByHadash.Of(other)) || one.Equal(Phrase{}) || !(Phrase{}).Equal(Phrase{}) {
		t.Error("equal Phrases differ, or others do not")
	}
	if !nested.Quotes("db1") || nested.Quotes("db2") || nested.Quotes("could") {
		t.Error("what a Phrase quotes is not found, or more")
	}
	if got := ByOthers.Of(Made.Of("stop", "db1")).Shorter().String(); got != "stop db1 (others)" {
		t.Errorf("shorter: %q", got)
	}
	long := ByHadash.Of(CouldNot.Of(strings.Repeat("я", 100), "no"))
	if got := long.Bounded(9).String(); got != "could not яяяя...: no (you)" || len(long.String()) < 200 {
		t.Errorf("bounded: %q of %q", got, long)
	}
}

func TestOneHasItsOwnWord(t *testing.T) {
	for n, want := range map[int64]string{1: "it is DOWN, 1 session on it", 2: "it is DOWN, 2 sessions on it"} {
		if got := Counted(n, SessionOnIt, SessionsOnIt).Of(Text("it is DOWN"), n).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := Counted(1, NodeServes, NodesServe).Of(1).String(); got != "1 node serves" {
		t.Errorf("%q", got)
	}
}
