package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestUse uses the dashboard on the real stack for ten minutes, by keys and by mouse: break, look, filter, note,
// export, heal, record and replay. HADASH_USE names a folder for the frames that it asserts on, as text and with their
// colours, for review; 'make use' sets it.
func TestUse(t *testing.T) {
	frames := os.Getenv("HADASH_USE")
	if frames == "" {
		t.Skip("HADASH_USE=FOLDER runs it, in ten minutes; make use")
	}
	if err := missing(); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(frames, 0o755); err != nil {
		t.Fatal(err)
	}
	l := build(t)
	l.setenv(t)
	t.Cleanup(func() { l.run(t, "down") })
	if _, stderr, code := l.run(t, "up", "--no-ui"); code != exitOK {
		t.Fatalf("up: exit %d\n%s", code, stderr)
	}
	u := &user{terminal: l.newTerminal(t, 120, 36, l.bin+"; echo left with $?; sleep 900"), frames: frames, lab: l}
	begun := time.Now()
	u.arrives()
	u.looksAround()
	u.breaksByPalette()
	u.readsTheLogs()
	u.healsByMouse()
	u.resizes()
	for round := 1; time.Since(begun) < 10*time.Minute; round++ { // the same actions repeatedly, like a user
		u.breaksAgain(round)
	}
	u.keepsEvidence()
	u.leaves()
	u.replays()
	t.Logf("%d frames in %s, after %s", u.n, frames, time.Since(begun).Round(time.Second))
}

// user is a user at a terminal.
type user struct {
	*terminal
	lab    *lab
	frames string
	n      int
}

// finds waits for a line that matches, and keeps the frame with it.
func (u *user) finds(pattern string) string {
	u.t.Helper()
	line := u.see(pattern)
	u.n++
	name := filepath.Join(u.frames, fmt.Sprintf("%03d-%s", u.n, strings.Trim(regexp.MustCompile(`[^a-zA-Z0-9]+`).ReplaceAllString(pattern, "-"), "-")))
	for suffix, args := range map[string][]string{".txt": nil, ".ansi": {"-e"}} {
		out, err := exec.Command("tmux", append([]string{"-L", u.socket, "capture-pane", "-p"}, args...)...).Output()
		if err == nil {
			err = os.WriteFile(name+suffix, out, 0o644)
		}
		if err != nil {
			u.t.Fatal(err)
		}
	}
	return line
}

// does presses keys one after the other, as fast as a hand.
func (u *user) does(keys ...string) {
	u.t.Helper()
	for _, k := range keys {
		u.press(k)
		u.pause()
	}
}

// writes types text, letter by letter.
func (u *user) writes(text string) {
	u.t.Helper()
	u.press("-l", text)
	u.pause()
}

// clicks presses and releases the left button on the first place where the screen shows text (SGR mouse reports).
func (u *user) clicks(text string) {
	u.t.Helper()
	x, y := u.where(text)
	u.press("-l", fmt.Sprintf("\x1b[<0;%d;%dM\x1b[<0;%d;%dm", x, y, x, y))
	u.pause()
}

// wheels turns the wheel up over text.
func (u *user) wheels(text string, times int) {
	u.t.Helper()
	x, y := u.where(text)
	for range times {
		u.press("-l", fmt.Sprintf("\x1b[<64;%d;%dM", x, y))
	}
	u.pause()
}

// where returns the column and row of a text on the screen, from 1.
func (u *user) where(text string) (x, y int) {
	u.t.Helper()
	screen := u.screen()
	for i, line := range strings.Split(screen, "\n") {
		if at := strings.Index(line, text); at >= 0 {
			return utf8.RuneCountInString(line[:at]) + 1, i + 1
		}
	}
	u.t.Fatalf("%q is not on the screen:\n%s", text, screen)
	return 0, 0
}

func (u *user) arrives() {
	u.finds(`● all 10 up`)
	u.does("l")
	u.finds(`k6.*20 (VU|users)`)
}

// looksAround opens and closes every page.
func (u *user) looksAround() {
	for _, page := range []struct{ key, shows string }{
		{"5", `stats`}, {"6", `charts`}, {"7", `nginx`}, {"8", `replication`}, {"9", `load`}, {"T", `who says what`},
	} {
		u.does(page.key)
		u.finds(`^. ` + page.shows)
		u.does("Escape")
		u.see(`servers`)
	}
	u.does("?")
	u.finds(`help`)
	u.does("Escape")
	u.does("j", "Enter")
	u.finds(`mysql-slave2.*replica`)
	u.does("Escape", "g")
	u.see(`▸ mysql-slave1`)
}

// breaksByPalette stops a replica by a typed command.
func (u *user) breaksByPalette() {
	u.does(":")
	u.writes("stop mysql-slave2")
	u.finds(`▸ stop mysql-slave2`)
	u.does("Enter")
	u.finds(`stop mysql-slave2\?`)
	u.does("y")
	u.finds(`mysql-slave2\b.*▼ down`)
	u.finds(`mysql-slave2 stopped`)
	u.see(`stop mysql-slave2: done`)
	if got := u.lab.state(u.t, "mysql-slave2"); got != "exited" {
		u.t.Errorf("Docker says mysql-slave2 is %s", got)
	}
	u.does("n")
	u.writes("somebody tripped over the cable")
	u.does("Enter")
	u.finds(`somebody tripped over the cable`)
}

// readsTheLogs searches the logs for the reason.
func (u *user) readsTheLogs() {
	u.does("4", "/")
	u.writes("is down")
	u.does("Enter")
	u.finds(`/is down  \d+ of \d`)
	u.does("n", "N", "Escape", "Escape", "Escape") // the first escape may close an alert
	u.does("2", "k", "k", "@")
	u.finds(`around \d\d:\d\d`)
	u.does("4", "Escape", "Escape", "f", "1") // the logs stay at the event until they follow again
	u.see(`following`)
}

// healsByMouse clicks the row, and then the key for starting it on the screen.
func (u *user) healsByMouse() {
	u.clicks("mysql-slave3")
	u.finds(`▸ mysql-slave3`)
	u.clicks("mysql-slave2 ▼") // the row, not the first line
	u.finds(`▸ mysql-slave2`)
	u.clicks("S start")
	u.finds(`mysql-slave2\b.*● up +ok`)
	u.wheels("timeline", 3)
	u.finds(`timeline.*newer`)
	u.does("2", "G", "1")
}

// resizes changes the size of the window.
func (u *user) resizes() {
	for _, size := range [][2]int{{60, 16}, {80, 24}, {200, 50}, {40, 10}, {120, 36}} {
		out, err := exec.Command("tmux", "-L", u.socket, "resize-window", "-x", fmt.Sprint(size[0]), "-y", fmt.Sprint(size[1])).CombinedOutput()
		if err != nil {
			u.t.Fatalf("tmux resize-window: %v\n%s", err, out)
		}
		u.finds(`● all 10 up|● back`)
	}
}

// breaksAgain injects another fault each time, looks at it, and heals everything.
func (u *user) breaksAgain(round int) {
	kinds := []struct{ command, seen string }{
		{"kill mysql-slave1", `mysql-slave1\b.*▼ down`},
		{"pause app2", `app2\b.*paused`},
		{"maint mysql-slave3", `mysql-slave3\b.*MAINT`},
		{"cut mysql-slave2", `mysql-slave2\b.*✂`},
		{"crash app1", `app1\b.*stopped`},
	}
	k := kinds[round%len(kinds)]
	u.does(":")
	u.writes(k.command)
	u.does("Enter")
	u.see(regexp.QuoteMeta(k.command) + `\?`)
	u.does("y")
	u.finds(k.seen)
	u.does("6")
	u.see(`charts`)
	time.Sleep(8 * time.Second) // time to look at it
	u.finds(`charts`)
	u.does("6", "H")
	u.finds(`all 10 up|back|healed`)
	u.see(`● all 10 up|● back`)
}

// keepsEvidence records for a while, exports, and writes the logs.
func (u *user) keepsEvidence() {
	u.does("R")
	u.finds(`REC`)
	u.does("g", "s", "y")
	u.see(`mysql-slave1\b.*▼ down`)
	u.see(`stop mysql-slave1: done`)
	u.does("S")
	u.see(`mysql-slave1\b.*● up +ok`)
	time.Sleep(5 * time.Second)
	u.does("e")
	name := exportedTo.FindString(u.finds(exportedTo.String()))
	text, err := os.ReadFile(filepath.Join(u.lab.dir, name))
	if err != nil || !strings.Contains(string(text), "somebody tripped over the cable") {
		u.t.Errorf("%s does not have the note: %v", name, err)
	}
	u.does("W")
	u.finds(`hadash-logs-\d{8}-\d{6}\.log`)
	u.does("R")
	u.finds(`\.hadash`)
}

// leaves quits with an open fault.
func (u *user) leaves() {
	u.does("l")
	u.see(`load stopped`)
	u.does("g", "p", "y")
	u.finds(`mysql-slave1\b.*paused`)
	u.does("q")
	u.finds(`left with 0`)
	if got := u.lab.state(u.t, "mysql-slave1"); got != "running" {
		u.t.Errorf("after leaving, mysql-slave1 is %s", got)
	}
}

// replays plays the recording.
func (u *user) replays() {
	files, err := filepath.Glob(filepath.Join(u.lab.dir, "*.hadash"))
	if err != nil || len(files) != 1 {
		u.t.Fatalf("the recordings are %v, %v", files, err)
	}
	r := &user{terminal: u.lab.newTerminal(u.t, 120, 36, u.lab.bin+" replay "+files[0]+"; echo left with $?; sleep 60"), lab: u.lab, frames: u.frames, n: u.n}
	r.finds(`RECORDING`)
	r.does(")")
	r.finds(`▼ mysql-slave1 `)
	r.does(":")
	r.writes("100%")
	r.does("Enter")
	r.finds(`end of the recording`)
	r.does("q")
	r.finds(`left with 0`)
	u.n = r.n
}
