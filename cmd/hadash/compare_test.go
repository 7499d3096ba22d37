package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hadash/incident/captured"
	"hadash/record"
)

// recordingOf writes the Samples of a captured run to a recording in dir.
func recordingOf(t *testing.T, dir, run string) string {
	t.Helper()
	return captured.Recording(t, filepath.Join(dir, run+".hadash"), record.Header{Hadash: "test"}, captured.Samples(t, run))
}

// coded returns the exit code of an error.
func coded(err error) int {
	var exit *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return exit.code
	}
	return exitBroken
}

func TestCompareWritesTableAndPicture(t *testing.T) {
	dir := t.TempDir()
	a, b := recordingOf(t, dir, "baseline-stop-mysql-slave2"), recordingOf(t, dir, "tuned-kill-mysql-slave1")
	out := filepath.Join(dir, "both.md")
	if _, talk, err := command(t, "compare", a, b, "-o", out, "--lang", "ru"); err != nil || strings.Count(talk, "wrote") != 2 {
		t.Fatalf("%v: %s", err, talk)
	}
	text, err := os.ReadFile(out)
	if err != nil || !bytes.Contains(text, []byte("](both.svg)")) || !bytes.Contains(text, []byte("лучше")) {
		t.Errorf("%v: %s", err, text)
	}
	if picture, err := os.ReadFile(filepath.Join(dir, "both.svg")); err != nil || !bytes.HasPrefix(picture, []byte("<svg ")) {
		t.Errorf("%v: %.80s", err, picture)
	}
	if text, talk, err := command(t, "compare", a, a); err != nil || talk != "" || !strings.Contains(text, "is the same") || strings.Contains(text, "](") {
		t.Errorf("%v: %s %s", err, talk, text)
	}
	if text, _, err := command(t, "compare", a, b, "--format", "html"); err != nil || strings.Count(text, "<svg ") != 1 || !strings.Contains(text, "<table>") {
		t.Errorf("%v: %s", err, text)
	}
	if text, _, err := command(t, "compare", a, b, "--format", "json"); err != nil || !json.Valid([]byte(text)) {
		t.Errorf("%v: %s", err, text)
	}
}

func TestCompareRefuses(t *testing.T) {
	dir := t.TempDir()
	a := recordingOf(t, dir, "tuned-pause-app1")
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	other, newer := write("other", "\x7fELF\x00\x01"), write("newer", "P*M\x18\x20\x00\x00\x00hadash\x63")
	svg := filepath.Join(dir, "a.svg")
	if err := os.Link(a, svg); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{}, "two recordings"},
		{[]string{a}, "two recordings"},
		{[]string{a, other}, "not a hadash recording"},
		{[]string{a, newer}, "a newer hadash wrote it"},
		{[]string{a, dir}, "it is a folder"},
		{[]string{a, filepath.Join(dir, "missing")}, "no such file"},
		{[]string{a, a, "--format", "pdf"}, "md, html or json"},
		{[]string{a, a, "--lang", "fr"}, "en or ru"},
		{[]string{a, a, "--format", "md", "-o", a}, " would overwrite "},
		{[]string{a, a, "-o", filepath.Join(dir, "a.md")}, " would overwrite "},
	} {
		out, talk, err := command(t, append([]string{"compare"}, c.args...)...)
		if coded(err) != exitUsage || out != "" || talk != "" || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, %q, %q", c.args, err, talk, out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "a.md")); err == nil {
		t.Error("half of it was written")
	}
}
