package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/cmd/hadash/progress"
	"hadash/drill"
	"hadash/incident"
	"hadash/record"
	"hadash/report/section"
	"hadash/report/snapshot"
	"hadash/stack"
	"hadash/tui"
	"hadash/tui/tty"
)

// pages has the keys that open every page of the screen, and its lists and typed lines.
var pages = []string{"", "enter", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "?", "t", "T", "l", "L", "x", "n", ":", "/", "v", "w", "tab enter", "enter enter", "G enter", "f", "s", "space", "o"}

// For a recording with any content, hadash writes no sequences, hidden characters or markup except its own.
func TestHostileRecording(t *testing.T) {
	for name, all := range hostile(t) {
		evil := hiding
		if strings.HasPrefix(name, "breaking") {
			evil = breaking
		}
		path := crafted(t, all, evil)
		t.Run(name, func(t *testing.T) {
			for _, lang := range []string{"en", "ru"} {
				for _, args := range [][]string{{"report", path}, {"compare", path, path}} {
					hostileDocument(t, append(args, "--lang", lang))
				}
			}
			out, talk, err := command(t, "record", "cat", path)
			if err != nil {
				t.Error(err)
			}
			scanJSON(t, "record cat", out)
			scan(t, "record cat's stderr", talk)
			hostileScreens(t, path)
		})
	}
}

func hostileDocument(t *testing.T, args []string) {
	t.Helper()
	for _, format := range []string{"md", "html", "json"} {
		out, talk, err := command(t, append(args, "--format", format)...)
		what := strings.Join(args[:1], " ") + " " + format
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		scan(t, what+"'s stderr", talk)
		switch format {
		case "html":
			scanXML(t, what, strings.TrimPrefix(out, "<!DOCTYPE html>"))
		case "json":
			scanJSON(t, what, out)
		default:
			scan(t, what, out)
		}
	}
	file := filepath.Join(t.TempDir(), "out.md")
	if _, _, err := command(t, append(args, "-o", file)...); err != nil {
		t.Error(err)
	}
	if svg, err := os.ReadFile(strings.TrimSuffix(file, ".md") + ".svg"); err == nil {
		scanXML(t, args[0]+"'s picture", string(svg))
	} else if args[0] == "report" {
		t.Error(err)
	}
}

// hostileScreens scans the screen after every key: as text, as a picture, and as written to the terminal.
func hostileScreens(t *testing.T, path string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "screen.svg")
	if _, _, err := command(t, "screenshot", path, "--at", "90%", "--film", "2s", "-o", file); err != nil {
		t.Error(err)
	}
	picture, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	scanXML(t, "the picture of the screen", string(picture))
	f := frameOf(t, path)
	var painted bytes.Buffer
	screen := tty.NewScreen(nil, &painted, "")
	if err := screen.Enter(); err != nil {
		t.Fatal(err)
	}
	for _, size := range [][2]int{{160, 50}, {70, 20}} {
		for _, keys := range pages {
			still := tui.NewOffscreen(tui.Options{Title: "x", VUs: 20, Note: func(string) {}}, size[0], size[1])
			still.Show(tui.Shown{Frame: f, Jumped: true})
			if err := still.Press(strings.Fields(keys)...); err != nil {
				t.Fatal(err)
			}
			scanFrame(t, "the screen after "+keys, still.String())
			screen.Paint(still.String())
		}
	}
	_ = screen.Leave()
	scanFrame(t, "what is painted", motion.ReplaceAllString(painted.String(), ""))
	hostileGlance(t, &f)
}

// frameOf returns the last Frame of a recording, with the last events and lines of the whole recording.
func frameOf(t *testing.T, path string) incident.Frame {
	t.Helper()
	rec, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	var f incident.Frame
	for s := range rec.Samples() {
		events, lines := f.Events, f.Lines
		f = incident.Fold(f, s)
		if f.Events = append(events, f.Events...); len(f.Events) > 200 {
			f.Events = slices.Clone(f.Events[100:])
		}
		if f.Lines = append(lines, f.Lines...); len(f.Lines) > 200 {
			f.Lines = slices.Clone(f.Lines[100:])
		}
	}
	return f
}

// hostileGlance scans all output about one Frame.
func hostileGlance(t *testing.T, f *incident.Frame) {
	t.Helper()
	var status, asJSON, text bytes.Buffer
	var configs []snapshot.Config
	for node, s := range f.Settings {
		for _, file := range s.Files {
			configs = append(configs, snapshot.Config{Node: node, Path: file.Path, Text: file.Text})
		}
	}
	err := errors.Join(writeStatus(&status, f), writeStatusJSON(&asJSON, f),
		snapshot.Snapshot{Frame: *f, Configs: configs, Made: f.At, Version: "v1"}.Write(&text))
	for i := range f.Stopwatches {
		err = errors.Join(err, section.WriteFault(&text, &f.Stopwatches[i], time.UTC))
	}
	if err != nil {
		t.Error(err)
	}
	scan(t, "status", status.String())
	scanJSON(t, "status --json", asJSON.String())
	scan(t, "snapshot", text.String())
}

// Live Samples are cleaned like those of a recording.
func TestHostileWorld(t *testing.T) {
	for name, all := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			for i := range all {
				all[i] = record.Settle(all[i])
			}
			hostileScreens(t, crafted(t, all, ""))
			var f incident.Frame
			for _, s := range all {
				f = incident.Fold(f, s)
			}
			hostileGlance(t, &f)
		})
	}
}

// A drill may come from an untrusted file, and its judgement contains the texts of other programs.
func TestHostileDrill(t *testing.T) {
	text := "# drill" + hiding + "\nnote hello" + hiding + breaking[:60] + "\nexpect app1 UP within 1s\n"
	d, problems := drill.Parse("evil"+hiding+".drill", []byte(text))
	_, worse := drill.Parse("evil"+hiding+".drill", []byte("stip"+breaking+"\n# x"+breaking+"\nexpect x"+breaking))
	for _, p := range append(problems, worse...) {
		scan(t, "a problem", p.Error())
	}
	if d == nil {
		t.Fatal(problems)
	}
	r := &drill.Result{Drill: d, State: drill.Failed, Err: errors.New("heal app1: " + breaking), Began: time.Now(), Ended: time.Now()}
	for _, s := range d.Steps {
		r.Outcomes = append(r.Outcomes, &drill.Outcome{Step: record.Step{Line: s.Line, Verb: s.Verb, Text: s.Text, State: record.StepFailed}})
	}
	var verdict, junit, asJSON, talk bytes.Buffer
	writeVerdict(&verdict, r)
	writeSummary(&verdict, []*drill.Drill{d}, []*drill.Result{r})
	if err := errors.Join(drill.WriteJUnit(&junit, []*drill.Result{r}), drill.WriteJSON(&asJSON, []*drill.Result{r})); err != nil {
		t.Error(err)
	}
	show := progress.NewDrill(&talk)
	show.Step(record.Step{Line: 1, Verb: "note", Text: "x" + breaking, State: record.StepFailed, Why: breaking})
	show.Say("said" + breaking)
	show.End()
	steps := progress.NewSteps(&talk)
	steps.Show(stack.Step{Name: "app1" + breaking, Detail: "built" + breaking, State: stack.Done})
	scan(t, "the verdict", verdict.String())
	scan(t, "the progress", talk.String())
	scanXML(t, "JUnit", junit.String())
	scanJSON(t, "the drill's JSON", asJSON.String())
}
