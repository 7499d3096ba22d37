package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

var manualDir = flag.String("manual", "", "write docs/commands.md again, and manual pages and completions into this folder")

// The manual's page of commands has the output of --help of each; -manual rewrites it.
func TestCommandsPage(t *testing.T) {
	root := newRoot()
	page := filepath.Join("..", "..", "docs", "commands.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(text), "<!-- commands -->\n")
	old, tail, ok := strings.Cut(rest, "<!-- /commands -->")
	if !ok {
		t.Fatalf("%s has no <!-- commands --> part", page)
	}
	want := commandsTable(root) + commandsHelp(root)
	switch {
	case *manualDir != "":
		if err := os.WriteFile(page, []byte(head+"<!-- commands -->\n"+want+"<!-- /commands -->"+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	case old != want:
		t.Errorf("%s is not what --help says today: make docs writes it", page)
	}
}

// Manual pages and completions can be made of every command; -manual keeps the files.
func TestManualPages(t *testing.T) {
	root, dir := newRoot(), *manualDir
	if dir == "" {
		dir = t.TempDir()
	}
	man, shells := filepath.Join(dir, "man"), filepath.Join(dir, "completions")
	for _, d := range []string{man, shells} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	root.DisableAutoGenTag = true
	if err := doc.GenManTree(root, &doc.GenManHeader{Title: "HADASH", Section: "1", Source: "hadash", Manual: "hadash"}, man); err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(string) error{
		"hadash.bash": func(f string) error { return root.GenBashCompletionFileV2(f, true) },
		"_hadash":     root.GenZshCompletionFile,
		"hadash.fish": func(f string) error { return root.GenFishCompletionFile(f, true) },
		"hadash.ps1":  root.GenPowerShellCompletionFileWithDesc,
	} {
		if err := write(filepath.Join(shells, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, cmd := range documented(root) {
		name := strings.ReplaceAll(cmd.CommandPath(), " ", "-") + ".1"
		if text, err := os.ReadFile(filepath.Join(man, name)); err != nil || !strings.Contains(string(text), ".SH SYNOPSIS") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// documented returns all commands of the user, in order.
func documented(cmd *cobra.Command) (all []*cobra.Command) {
	if cmd.Hidden || cmd.Name() == "help" || cmd.IsAdditionalHelpTopicCommand() {
		return nil
	}
	if cmd.Runnable() {
		all = append(all, cmd)
	}
	for _, c := range cmd.Commands() {
		all = append(all, documented(c)...)
	}
	return all
}

func commandsTable(root *cobra.Command) string {
	var b strings.Builder
	b.WriteString("| command | does |\n|---|---|\n")
	for _, c := range documented(root) {
		fmt.Fprintf(&b, "| [`%s`](#%s) | %s |\n", c.CommandPath(), strings.ReplaceAll(c.CommandPath(), " ", "-"), strings.ReplaceAll(c.Short, "|", "\\|"))
	}
	return b.String()
}

// home replaces a default that depends on the machine.
var home = regexp.MustCompile(`\(default "?/[^)]*\)`)

func commandsHelp(root *cobra.Command) string {
	var b strings.Builder
	for _, c := range documented(root) {
		c.InitDefaultHelpFlag()
		text := strings.TrimSpace(c.Long)
		if text == "" {
			text = c.Short
		}
		fmt.Fprintf(&b, "\n## %s\n\n```\n%s\n\nUsage:\n  %s\n", c.CommandPath(), text, c.UseLine())
		part(&b, "Examples", c.Example)
		part(&b, "Flags", c.NonInheritedFlags().FlagUsages())
		b.WriteString("```\n")
	}
	b.WriteString("\n## Flags of every command\n\n```\n" + home.ReplaceAllString(root.PersistentFlags().FlagUsages(), "") + "```\n")
	return b.String()
}

func part(b *strings.Builder, title, text string) {
	if text = strings.TrimRight(home.ReplaceAllString(text, ""), "\n"); text != "" {
		fmt.Fprintf(b, "\n%s:\n%s\n", title, text)
	}
}
