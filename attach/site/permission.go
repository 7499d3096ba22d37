package site

import (
	"errors"
	"fmt"
	"io/fs"

	"hadash/attach/target"
	"hadash/files"
)

// permission adds to an error what lets a user read a socket or a file.
func permission(t target.Target, err error) error {
	if !errors.Is(err, fs.ErrPermission) {
		return err
	}
	path, may := t.Path, files.ToRead
	if path == "" && t.URL != nil {
		path, may = t.URL.Path, files.ToAsk
	}
	return fmt.Errorf("permission denied: %s", files.WhoMay(path, may))
}
