package drill

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/incident/captured"
	"hadash/record"
)

// problems are what Parse says, one a line.
func problems(t *testing.T, text string) string {
	t.Helper()
	d, all := Parse("x.drill", []byte(text))
	if (d == nil) != all.Fatal() {
		t.Errorf("a drill %v with fatal %v", d != nil, all.Fatal())
	}
	return all.Error()
}

func TestShippedDrillsParse(t *testing.T) {
	files, err := filepath.Glob("../drills/*.drill")
	own, errOwn := filepath.Glob("../drills/own/*.drill")
	if err != nil || errOwn != nil || len(files) == 0 || len(own) == 0 {
		t.Fatalf("%d drills, %v; %d with faults of the user's own, %v", len(files), err, len(own), errOwn)
	}
	files = append(files, own...)
	stack := captured.Samples(t, "tuned-pause-app1")[0].Topology
	stack.Hosts = []record.Host{{Name: "node1"}, {Name: "node2"}, {Name: "node3"}}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, all := Parse(file, text, record.Fault{Kind: record.Own, Target: "mysql-slave2", Name: "kill-node3"})
		if len(all) > 0 {
			t.Errorf("%v", all)
		}
		if d == nil {
			continue
		}
		if unknown := d.Check(stack); len(unknown) > 0 {
			t.Errorf("%v", unknown)
		}
		if d.Title == d.Name || d.Stack != "tuned" {
			t.Errorf("%s has the title %q and the stack %q", file, d.Title, d.Stack)
		}
	}
}

// The README and the manual show a drill that is shipped, as it is.
func TestReadmeDrill(t *testing.T) {
	shipped, err := os.ReadFile("../drills/grey-failure.drill")
	if err != nil {
		t.Fatal(err)
	}
	want := "<!-- drill -->\n```\n" + string(shipped) + "```\n<!-- /drill -->"
	for _, page := range []string{"../README.md", "../docs/drills.md"} {
		if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s shows another drill than drills/grey-failure.drill (%v):\n%s", page, err, shipped)
		}
	}
}

func TestProblems(t *testing.T) {
	const load = "load 20 VUs\n"
	for _, c := range []struct{ name, text, want string }{
		{"a whole drill", load + "stop app1\nexpect app1 DOWN within 2s\nheal app1\nassert visible == 0", ""},
		{"with spaces and units apart", load + "slow app1 to 2 %\nwait 500 ms\nheal all\nassert slowest<2 s  # a remark", ""},
		{"swapped letters", "stpo app1", `x.drill:1:1: "stpo" is not a verb, did you mean stop?`},
		{"a word of elsewhere", "sleep 3s", `x.drill:1:1: "sleep" is not a verb, did you mean wait?`},
		{"upper case", "STOP app1", `x.drill:1:1: "STOP" is not a verb, did you mean stop?`},
		{"no unit", "\n\n  wait 10", `x.drill:3:8: "10" is not a time with its unit: write 500ms or 2s`},
		{"another unit", load + "delay app1 30%", `x.drill:2:12: "30%" is not a time with its unit: write 500ms or 2s`},
		{"percent of a delay", load + "slow app1 200ms", `x.drill:2:11: "200ms" is not a percentage: write 2%`},
		{"amount of none", load + "stop app1 2%", `x.drill:2:11: stop takes no amount, but "2%" was given`},
		{"too much", load + "loss app1 130%", `x.drill:2:11: loss 130%: must be a whole number of percent from 1 to 100`},
		{"too long", load + "delay app1 2m", `x.drill:2:12: delay 2m: must be a whole number of milliseconds from 1 to 60000`},
		{"no follow-up", load + "loss app1 130%\nheal app1\nstpo app2\nassert visible == 0", `x.drill:2:11: loss 130%`},
		{"no users", "load 20", `x.drill:1:6: "20" is not a number of users: write 20 users`},
		{"no stack", "stack tunde", `x.drill:1:7: "tunde" is not a stack: use tuned or baseline`},
		{"late stack", "wait 1s\nstack tuned", `x.drill:2:1: the stack must be chosen before anything is done`},
		{"no limit", "expect app1 UP", `x.drill:1:15: the time limit is missing, such as within 5s`},
		{"no state", "expect app1 DWON within 2s", `x.drill:1:13: "DWON" is not a state, did you mean DOWN?`},
		{"a figure is no state", "assert app1 UP", `x.drill:1:8: "app1" is not a figure: assert judges figures, such as failed == 0; for a state use expect app1 UP within 5s`},
		{"nearly a figure", load + "assert visibel == 0", `x.drill:2:8: "visibel" is not a figure, did you mean visible?`},
		{"of one fault only", load + "stop app1\nheal app1\nassert detection < 2s", `x.drill:4:8: detection is a figure of one fault: write detection(NODE)`},
		{"of what is well", load + "assert detection(app1) < 2s", `x.drill:2:18: nothing breaks app1 before this line, so it has no detection`},
		{"wrong comparison", load + "assert visible =! 0", `x.drill:2:16: "=!" is not a comparison; use one of ==, !=, <, <=, >, >=`},
		{"broken twice", load + "stop app1\nkill app1\nheal app1\nassert visible == 0", `x.drill:3:6: app1 has not been running since line 2 (stop), so it cannot have this fault: heal app1 first`},
		{"broken alike", load + "pause app1\npause app1\nheal app1", `x.drill:3:7: app1 has had this fault since line 2: heal app1 first`},
		{"healed unbroken", load + "stop app1\nheal app2\nheal app1", `x.drill:3:6: app2 was not broken before this line, did you mean app1?`},
		{"healed twice", load + "stop app1\nheal app1\nheal app1", `x.drill:4:6: app1 is no longer broken at this line`},
		{"never healed", load + "stop app1\nassert visible == 0", `x.drill:2:1: warning: stop app1 is never healed by the drill: it is healed after the drill, and its recovery is not judged`},
		{"never at the end", load + "stop app1\nheal app1\nnever app2 DOWN", `x.drill:4:1: nothing comes after it, so it can never be judged`},
		{"never with a limit", "never app2 DOWN within 2s\nwait 1s", `x.drill:1:17: never holds to the end of the drill`},
		{"aborts", "abort when visible > 20\n" + load + "abort when backend servers DOWN\nabort when p95(app1) > 2s\nstop app1\nheal app1\nassert visible == 0", ""},
		{"abort without when", "abort visible > 20", `x.drill:1:7: a condition is missing, such as abort when failed > 20`},
		{"abort misspelt", "abrot when visible > 20", `x.drill:1:1: "abrot" is not a verb, did you mean abort?`},
		{"abort by another name", "halt when visible > 20", `x.drill:1:1: "halt" is not a verb, did you mean abort?`},
		{"abort by a fault's name", "stop when visible  > 20", `x.drill:1:1: stop breaks a node; did you mean abort when visible > 20?`},
		{"abort on no figure", "abort when visibel > 20", `x.drill:1:12: "visibel" is not a figure, did you mean visible?`},
		{"abort with a limit", "abort when visible > 20 for 5s\nwait 1s", `x.drill:1:25: abort holds to the end of the drill: it takes no time limit`},
		{"abort at the end", load + "stop app1\nheal app1\nabort when visible > 20", `x.drill:4:1: nothing comes after it, so it can never be judged`},
		{"abort of what is well", "abort when p95(app2) > 2s\n" + load + "stop app1\nheal app1", `x.drill:1:16: nothing breaks app2 in this drill, so it has no p95`},
		{"abort without load", "abort when visible > 20\nstop app1\nheal app1\nexpect app1 UP within 1s", `x.drill:1:1: warning: no line sets the load: without a running load it protects nothing`},
		{"judges nothing", load + "wait 3s", `x.drill:2:1: warning: the drill expects nothing, so it always holds`},
		{"without load", "assert visible == 0", `x.drill:1:8: warning: no line before it sets the load`},
		{"with the load off", "load off\nassert visible == 0", `x.drill:2:8: warning: no line before it sets the load`},
		{"with the load off again", load + "load off\nassert visible == 0", ""},
		{"wait for a figure that begins with a digit", "wait 5xx(app1) > 3 for at most 3s", `x.drill:1:18: "3" is not a rate: write 50/s`},
		{"empty", "\n\n", `x.drill:3:1: the drill is empty`},
		{"no end", "repeat 3\nwait 1s", `x.drill:1:1: repeat without an end`},
		{"no begin", "wait 1s\nend", `x.drill:2:1: end without a repeat before it`},
		{"would be done again", load + "repeat 2\nstop app1\nend\nheal app1\nassert visible == 0", `x.drill:4:1: stop app1 of line 3 is still open here and would be repeated: heal app1 before end`},
		{"endless", strings.Repeat("repeat 1000\n", 3) + "wait 1s\n" + strings.Repeat("end\n", 3), `x.drill:1:1: the drill has more than 10000 lines to do`},
		{"too much on the line", "heal all now", `x.drill:1:6: nothing is broken at this line`},
		{"rest of a line", "wait 3s then", `x.drill:1:9: unexpected "then": the line is already complete`},
		{"no text", "wait 3s\n\xff", `x.drill:2:1: this is not a drill: it is not UTF-8 text`},
		{"bad name", "stop app1;reboot", `x.drill:1:6: stop needs a node, such as mysql-slave1`},
		{"a server", "maint lb/be/web1", `x.drill:1:7: maint needs a node, and lb/be/web1 is a server of a balancer: write the node that it leads to,`},
		{"other letters", "# Обрыв\nстоп app1", `x.drill:2:1: "стоп" is not a verb; the verbs are stack, load`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _, _ := strings.Cut(problems(t, c.text), "\n")
			if c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestEveryProblemIsTold(t *testing.T) {
	got := strings.Split(problems(t, "foo\nwait 10\nload 20 VUs\nexpect app1 UP\nstop app1\nslow app2 3s\nheal app2"), "\n")
	if len(got) != 4 {
		t.Errorf("%d problems, want 4: %q", len(got), got)
	}
}

func TestRepeat(t *testing.T) {
	d, all := Parse("x.drill", []byte("repeat 2\n# a round\nrepeat 2 times\nwait 1s\nend\nexpect steady within 1s\nend"))
	if len(all) > 0 {
		t.Fatal(all)
	}
	var got []string
	for _, s := range d.Steps {
		got = append(got, s.Text+" "+s.Round)
	}
	want := []string{
		"# a round 1 of 2", "wait 1s 1 of 2 1 of 2", "wait 1s 1 of 2 2 of 2", "expect steady within 1s 1 of 2",
		"# a round 2 of 2", "wait 1s 2 of 2 1 of 2", "wait 1s 2 of 2 2 of 2", "expect steady within 1s 2 of 2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

var problemLine = regexp.MustCompile(`^x\.drill:[1-9]\d*:[1-9]\d*: .`)

// Whatever a file holds, it is read without a panic, and each problem is one line that says where. A drill that
// is no problem is the same when its lines are written down and read once more.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("../drills/*.drill")
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil {
			f.Add(text)
		}
	}
	f.Add([]byte("repeat 3\nstop a\nheal a\nend\nnever p99(a) >= 10 s\nwait servers/a != UP for at most 1m\nassert failed < 0.1%"))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, all := Parse("x.drill", text)
		for _, p := range all {
			if !problemLine.MatchString(p.Error()) || strings.ContainsAny(p.Error(), "\n\r\x1b") {
				t.Errorf("%q", p.Error())
			}
		}
		if d == nil {
			return
		}
		again, _ := Parse("x.drill", []byte(d.Text))
		if again == nil || len(again.Steps) != len(d.Steps) {
			t.Errorf("read again, it is another drill")
		}
	})
}

// A file that is no drill is reported in one line, whatever it is; of a drill with many mistakes ten are, and how many more
// there are. A mistake is never left out for a warning.
func TestWrongFiles(t *testing.T) {
	many := "stop app1\n" + strings.Repeat("wait 1s\n", 3)
	for i := range 40 {
		many += fmt.Sprintf("heal nobody%d\n", i)
	}
	for name, c := range map[string]struct {
		text, want string
		lines      int
	}{
		"a program":       {"\x7fELF\x02\x01\x01" + strings.Repeat("\x00\x01\n", 300), "x.drill:1:1: this is not a drill: 300 of its 300 lines do not begin with a verb", 1},
		"bytes":           {strings.Repeat("\xff\xfe\n", 300), "x.drill:1:1: this is not a drill: it is not UTF-8 text", 1},
		"a recording":     {"P*M\x18\x20\x00\x00\x00hadash\x02\x00\xff", "x.drill:1:1: this is a recording, not a drill; 'hadash report' and 'hadash replay' read it", 1},
		"markdown":        {"# A title\n\n" + strings.Repeat("Some words of it.\n\n## More\n\n- stop here\n", 30), "x.drill:1:1: this is not a drill: 60 of its 60 lines do not begin with a verb; 'hadash drill --help' lists the verbs", 1},
		"many mistakes":   {many, "and 30 more", 11},
		"one mistyped":    {"kil app1\n", "did you mean kill?", 1},
		"a word too much": {"stop app1 now\nheal app1\n", "", 1},
	} {
		_, problems := Parse("x.drill", []byte(c.text))
		got := problems.Error()
		if !strings.Contains(got, c.want) || strings.Count(got, "\n")+1 != c.lines || !problems.Fatal() {
			t.Errorf("%s: %d lines, want %d with %q:\n%s", name, strings.Count(got, "\n")+1, c.lines, c.want, got)
		}
	}
}
