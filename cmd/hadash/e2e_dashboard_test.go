package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// dashboardSession is a session of a user, faster: start the load, stop and start a replica and an instance, write a
// snapshot, and quit with an open fault.
func dashboardSession(t *testing.T, l *lab) {
	x := l.newTerminal(t, 120, 36, l.bin+"; echo left with $?; sleep 600")
	for _, replica := range []string{"mysql-slave1", "mysql-slave2", "mysql-slave3"} {
		x.see(replica + `\b.*● up +ok`)
	}
	x.press("l")
	x.see(`k6.*20 (VU|users)`)
	x.see(`▸ mysql-slave1`)

	stopReplica(t, l, x)
	stopInstance(t, l, x)
	exported(t, l, x)
	leaveBroken(t, l, x)
}

// stopReplica stops a replica by a key; all later events must appear without further keys.
func stopReplica(t *testing.T, l *lab, x *terminal) {
	x.press("s")
	x.see(`stop mysql-slave1\?`)
	x.press("y")
	x.see(`mysql-slave1\b.*▼ down +\S`)
	x.see(`HAProxy takes it out`) // the timeline
	x.see(`stop mysql-slave1: done`)
	for _, keys := range [][]string{{"4"}, {"/"}, {"-l", "slave1 is down"}, {"Enter"}} {
		x.press(keys...)
		x.pause()
	}
	x.see(`haproxy .*mysql-slave1 is DOWN`) // HAProxy's own message, among many others by now
	x.press("Escape")
	time.Sleep(time.Second) // escape and a key soon after it would be read as alt with that key
	x.press("1")
	if got := l.state(t, "mysql-slave1"); got != "exited" {
		t.Errorf("Docker says mysql-slave1 is %s", got)
	}
	x.press("S")
	x.see(`mysql-slave1\b.*● up +ok`)
	x.see(`HAProxy sends to it again`)
}

// chosenApp1 is the chosen app1, on the path.
var chosenApp1 = regexp.MustCompile(`▸. app1`)

// stopInstance does the same with an application instance: nginx notices it.
func stopInstance(t *testing.T, l *lab, x *terminal) {
	for range 20 {
		if chosenApp1.MatchString(x.screen()) {
			break
		}
		x.press("j")
		time.Sleep(200 * time.Millisecond)
	}
	x.see(chosenApp1.String())
	x.press("s")
	x.see(`stop app1\?`)
	x.press("y")
	x.see(`app1\b.*stopped`)
	x.see(`stop app1: done`)
	x.see(`nginx( was refused|'s connection was|'s request timed out)`)
	x.press("S")
	x.see(`● app1 `)
}

var exportedTo = regexp.MustCompile(`hadash-\d{8}-\d{6}\.md`)

// exported presses e and checks the file.
func exported(t *testing.T, l *lab, x *terminal) {
	x.press("e")
	name := exportedTo.FindString(x.see(exportedTo.String()))
	text, err := os.ReadFile(filepath.Join(l.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"**mysql-slave1 was stopped at ", "that was watched is broken now.**",
		"stop mysql-slave1 (you)", "start mysql-slave1 (you)", "servers/mysql-slave1 DOWN", "servers/mysql-slave1 UP",
		"after stop mysql-slave1", "stop app1 (you)",
		"## HAProxy before the first fault", "## HAProxy now", "Server servers/mysql-slave1 is DOWN",
		"## Load (k6)", "http_req_duration p(95)", "backend servers", "upstream service",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s does not say %q", name, want)
		}
	}
	for _, once := range []string{"| stop mysql-slave1 (you) | Docker |", "| start mysql-slave1 (you) | ", "| stop app1 (you) | Docker |"} {
		if n := strings.Count(string(text), once); n != 1 {
			t.Errorf("%s says %q %d times, want once", name, once, n)
		}
	}
	for _, secret := range []string{"lab-root", "lab-repl", "lab-monitor", "lab-profile"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("%s has the password %s in it", name, secret)
		}
	}
}

// leaveBroken quits with an open fault: it must be healed before the prompt is back.
func leaveBroken(t *testing.T, l *lab, x *terminal) {
	x.press("l") // stops the load, by the same key
	x.see(`load stopped`)
	x.choose("mysql-slave1")
	x.press("p")
	x.see(`pause mysql-slave1\?`)
	x.press("y")
	x.see(`mysql-slave1\b.*paused`)
	x.see(`pause mysql-slave1: done`)
	x.press("q")
	x.see(`nothing is left broken`)
	x.see(`left with 0`)
	if got := l.state(t, "mysql-slave1"); got != "running" {
		t.Errorf("after leaving, mysql-slave1 is %s: its fault was not healed", got)
	}
	if got := l.state(t, "k6"); got != "exited" {
		t.Errorf("after leaving, k6 is %s: the load that was stopped was healed", got)
	}
}

// signals ends the dashboard by signals: the terminal must be usable afterwards.
func signals(t *testing.T, l *lab) {
	for signal, want := range map[string]string{"TERM": "left with 130", "INT": "left with 130", "HUP": "left with 130"} {
		t.Run(signal, func(t *testing.T) {
			x := l.newTerminal(t, 100, 30, `sh -c 'echo pid $$; exec `+l.bin+`'; echo left with $?; stty -a; sleep 600`)
			x.see(`mysql-slave1\b.*(up|UP)`)
			out, err := exec.Command("pgrep", "-n", "-f", "^"+l.bin+"$").Output()
			if err != nil {
				t.Fatalf("pgrep: %v", err)
			}
			if err := exec.Command("kill", "-"+signal, strings.TrimSpace(string(out))).Run(); err != nil {
				t.Fatal(err)
			}
			x.see(want)
			x.see(` icanon`)
			x.see(`[ ;]echo `)
		})
	}
}
