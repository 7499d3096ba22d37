package file

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"

	"hadash/lines/told"
)

// explained says what an error means for a user, and what to try.
func explained(path string, err error) error {
	var is *fs.PathError
	why := "read " + path + ": "
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		why += "there is no such file yet; it is read when it appears"
	case errors.Is(err, fs.ErrPermission):
		why += fs.ErrPermission.Error() + remedy(path)
	case !errors.As(err, &is):
		why += err.Error()
	default:
		why += is.Err.Error()
		if info, stat := os.Stat(path); stat == nil && info.Mode()&fs.ModeSocket != 0 {
			why += "; syslog+unix://PATH listens on one of your own"
		}
	}
	return told.New(why, err)
}

// remedy says who may read a file, and what to do to be one of them.
func remedy(path string) string {
	for _, dir := range parents(path) {
		if _, err := os.Stat(filepath.Join(dir, ".")); err != nil || os.IsPermission(listed(dir, path)) {
			return ": " + whoMay(dir, "enter", 0o010)
		}
	}
	return ": " + whoMay(path, "read", 0o040)
}

// parents returns the folders that a path is in, the uppermost first.
func parents(path string) (out []string) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		out = append([]string{dir}, out...)
		if dir == filepath.Dir(dir) {
			return out
		}
	}
}

// listed returns the error of looking at what follows a folder in a path.
func listed(dir, path string) error {
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		return nil //nolint:nilerr // it says nothing about the folder
	}
	next := rel
	for filepath.Dir(next) != "." {
		next = filepath.Dir(next)
	}
	_, err = os.Lstat(filepath.Join(dir, next))
	return err
}

// whoMay names the owner, the group and the mode of a path, and the way to be one of those who may.
func whoMay(path, what string, bit fs.FileMode) string {
	info, err := os.Stat(path)
	if err != nil {
		return "who may " + what + " " + path + " is not known"
	}
	owner, group, known := owners(info)
	if !known {
		return fmt.Sprintf("its mode is %04o", info.Mode().Perm())
	}
	return said(path, owner, group, me(), what, info.Mode().Perm(), bit)
}

func said(path, owner, group, me, what string, mode, bit fs.FileMode) string {
	is := fmt.Sprintf("%s belongs to %s:%s, mode %04o", path, owner, group, mode)
	if mode&bit != 0 && group != "root" {
		return fmt.Sprintf("%s; its group may %s it: usermod -aG %s %s, and log in again", is, what, group, me)
	}
	return fmt.Sprintf("%s; only %s may %s it: give it a group that you are in (chgrp GROUP, chmod g+r)", is, owner, what)
}

func me() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "USER"
}
