package main

import (
	"os"
	"testing"
)

func TestSeveralFiles(t *testing.T) {
	t.Setenv("COMPOSE_PATH_SEPARATOR", "")
	root := newRoot()
	if err := root.ParseFlags([]string{"-f", "a.yaml", "--file=b.yaml"}); err != nil {
		t.Fatal(err)
	}
	if got, want := root.PersistentFlags().Lookup("file").Value.String(), "a.yaml"+string(os.PathListSeparator)+"b.yaml"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
