package main

import (
	"cmp"
	"os"
)

// composeFlag is --file, which may be given several times as `docker compose -f` may: then it is a list as COMPOSE_FILE has it.
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

// Type is what help calls the value.
func (f *composeFlag) Type() string { return "string" }
