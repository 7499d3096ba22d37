package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"hadash/attach/target"
)

// permission adds to an error what lets a user read a socket or a file.
func permission(t target.Target, err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	path := t.Path
	if path == "" && t.URL != nil {
		path = t.URL.Path
	}
	if fix := groupOf(path); fix != "" {
		return fmt.Errorf("permission denied; %s", fix)
	}
	return fmt.Errorf("permission denied for user %s", userName())
}

func userName() string {
	if name := os.Getenv("USER"); name != "" {
		return name
	}
	return fmt.Sprint(os.Getuid())
}
