package main

import (
	"cmp"
	"os"
)

// composeFlag is --file. Like `docker compose -f` it may be given several times; its value is then a list in the form
// of COMPOSE_FILE.
type composeFlag struct {
	files *string
	given bool
}

func (f *composeFlag) String() string {
	if f.files == nil {
		return ""
	}
	return *f.files
}

func (f *composeFlag) Set(file string) error {
	if f.given {
		file = *f.files + cmp.Or(os.Getenv("COMPOSE_PATH_SEPARATOR"), string(os.PathListSeparator)) + file
	}
	*f.files, f.given = file, true
	return nil
}

// Type returns the word for the value in help.
func (f *composeFlag) Type() string { return "string" }
