// Package flags holds values of flags that the flag library has not.
package flags

import (
	"cmp"
	"os"
)

// Compose is --file. Like `docker compose -f` it may be given several times; its value is then a list in the form
// of COMPOSE_FILE.
type Compose struct {
	Files *string
	given bool
}

func (f *Compose) String() string {
	if f.Files == nil {
		return ""
	}
	return *f.Files
}

func (f *Compose) Set(file string) error {
	if f.given {
		file = *f.Files + cmp.Or(os.Getenv("COMPOSE_PATH_SEPARATOR"), string(os.PathListSeparator)) + file
	}
	*f.Files, f.given = file, true
	return nil
}

// Type returns the word for the value in help.
func (f *Compose) Type() string { return "string" }
