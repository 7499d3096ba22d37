package commands

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	var all []Item
	for _, text := range []string{"stop", "kill", "restart", "slow", "heal-all", "start", "stop mysql-slave1", "stop mysql-slave2"} {
		all = append(all, Item{Text: text, Does: "does " + text})
	}
	all[1].Does = "SIGKILL: gone at once"
	all[4].Also = "undo fix"
	for text, want := range map[string]string{
		"":         "stop,kill,restart,slow,heal-all,start,stop mysql-slave1,stop mysql-slave2",
		"start":    "start,restart",
		"STOP":     "stop,stop mysql-slave1,stop mysql-slave2",
		"heal all": "heal-all",
		"gone":     "kill",
		"fix":      "heal-all",
		"Und":      "heal-all",
		"stop s2":  "stop mysql-slave2",
		"qq":       "",
	} {
		var got []string
		for _, item := range Match(all, text) {
			got = append(got, item.Text)
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%q: %v, want %s", text, got, want)
		}
	}
}

func TestChoice(t *testing.T) {
	all := []Item{{Text: "a1"}, {Text: "a2"}, {Text: "a3"}}
	var l List
	l.Show(all, "")
	if l.Chosen() != nil {
		t.Error("something is chosen before anything is typed")
	}
	l.Show(all, "a")
	l.Move(+5)
	l.Show(all, "a")
	if l.Chosen().Text != "a3" {
		t.Errorf("a choice made by hand is lost: %s", l.Chosen().Text)
	}
	l.Typed()
	l.Show(all, "a2")
	if l.Chosen().Text != "a2" {
		t.Errorf("%s is chosen, a2 was typed", l.Chosen().Text)
	}
	l.Show(nil, "x")
	if l.Chosen() != nil || l.Rows(9) != 1 {
		t.Error("something is chosen of nothing")
	}
}
