package files

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
)

// May is what somebody wants to do with a file.
type May struct {
	do  string
	bit fs.FileMode // of the group's permissions
}

// The wishes.
var (
	ToRead  = May{"read", 0o040}
	ToAsk   = May{"ask", 0o020} // a socket
	toEnter = May{"enter", 0o010}
)

// WhoMay says who may do that with a path that this user may not, and how to be one of them. Nobody is told to join root's group.
func WhoMay(path string, may May) string {
	for _, dir := range parents(path) {
		if _, err := os.Stat(filepath.Join(dir, ".")); err != nil || os.IsPermission(listed(dir, path)) {
			return whoMay(dir, toEnter)
		}
	}
	return whoMay(path, may)
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
func whoMay(path string, may May) string {
	info, err := os.Stat(path)
	if err != nil {
		return "who may " + may.do + " " + path + " is not known"
	}
	owner, group, known := owners(info)
	if !known {
		return fmt.Sprintf("its mode is %04o", info.Mode().Perm())
	}
	return said(path, owner, group, me(), may, info.Mode())
}

func said(path, owner, group, me string, may May, mode fs.FileMode) string {
	is := fmt.Sprintf("%s belongs to %s:%s, mode %04o", path, owner, group, mode.Perm())
	switch {
	case mode&may.bit != 0 && group != "root":
		return fmt.Sprintf("%s; its group may %s it: usermod -aG %s %s, and log in again", is, may.do, group, me)
	case mode&fs.ModeSocket != 0:
		return fmt.Sprintf("%s; only %s may %s it: `stats socket %s mode 660 group haproxy level admin` in HAProxy's configuration lets a group in", is, owner, may.do, path)
	case may == toEnter:
		return fmt.Sprintf("%s; only %s may %s it: setfacl -m u:%s:x %s", is, owner, may.do, me, path)
	}
	return fmt.Sprintf("%s; only %s may %s it: setfacl -m u:%s:r %s", is, owner, may.do, me, path)
}

func me() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "USER"
}
