package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hadash/record"
)

// recordingOf writes the Samples of a captured run into a recording in dir.
func recordingOf(t *testing.T, dir, run string) string {
	t.Helper()
	in, err := os.Open(filepath.Join("..", "..", "incident", "testdata", "runs", run, "samples.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	lines, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, run+".hadash")
	w, err := record.Create(path, record.Header{Hadash: "test"})
	if err != nil {
		t.Fatal(err)
	}
	for dec := json.NewDecoder(lines); ; {
		var s record.Sample
		if err := dec.Decode(&s); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(record.Settle(s)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// commanded runs a command and gives what it wrote, and its exit code.
func commanded(args ...string) (out, talk string, code int) {
	var stdout, stderr bytes.Buffer
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(&stdout)
	root.SetErr(&stderr)
	err := root.Execute()
	var exit *exitError
	switch {
	case errors.As(err, &exit):
		code = exit.code
	case err != nil:
		code = exitBroken
	}
	if err != nil {
		stderr.WriteString(err.Error())
	}
	return stdout.String(), stderr.String(), code
}

func TestCompareWritesTableAndPicture(t *testing.T) {
	dir := t.TempDir()
	a, b := recordingOf(t, dir, "baseline-stop-mysql-slave2"), recordingOf(t, dir, "tuned-kill-mysql-slave1")
	out := filepath.Join(dir, "both.md")
	if _, talk, code := commanded("compare", a, b, "-o", out, "--lang", "ru"); code != exitOK || strings.Count(talk, "wrote") != 2 {
		t.Fatalf("exit %d: %s", code, talk)
	}
	text, err := os.ReadFile(out)
	if err != nil || !bytes.Contains(text, []byte("](<both.svg>)")) || !bytes.Contains(text, []byte("лучше")) {
		t.Errorf("%v: %s", err, text)
	}
	if picture, err := os.ReadFile(filepath.Join(dir, "both.svg")); err != nil || !bytes.HasPrefix(picture, []byte("<svg ")) {
		t.Errorf("%v: %.80s", err, picture)
	}
	if text, talk, code := commanded("compare", a, a); code != exitOK || talk != "" || !strings.Contains(text, "is the same") || strings.Contains(text, "](") {
		t.Errorf("exit %d: %s %s", code, talk, text)
	}
	if text, _, code := commanded("compare", a, b, "--format", "json"); code != exitOK || !json.Valid([]byte(text)) {
		t.Errorf("exit %d: %s", code, text)
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
	other, newer := write("other", "\x7fELF\x00\x01"), write("newer", "hadash recording 999\n{}\n")
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
		{[]string{a, other}, "not a recording"},
		{[]string{a, newer}, "a newer hadash wrote it"},
		{[]string{a, dir}, "is no file"},
		{[]string{a, filepath.Join(dir, "missing")}, "no such file"},
		{[]string{a, a, "--format", "pdf"}, "md, html or json"},
		{[]string{a, a, "--lang", "fr"}, "en or ru"},
		{[]string{a, a, "-o", a}, "write over the recording"},
		{[]string{a, a, "-o", filepath.Join(dir, "a.md")}, "write over the recording"},
	} {
		out, talk, code := commanded(append([]string{"compare"}, c.args...)...)
		if code != exitUsage || out != "" || !strings.Contains(talk, c.want) || strings.Contains(talk, "\n") {
			t.Errorf("%q: exit %d, %q, %q", c.args, code, talk, out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "a.md")); err == nil {
		t.Error("half of it was written")
	}
}
