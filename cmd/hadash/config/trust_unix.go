//go:build unix

package config

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// doubted says why commands in a file are not to be trusted: somebody else can have written them. "" means that they are. The file
// is the one that was read, whatever is at its path now.
func doubted(path string, info fs.FileInfo) string {
	if is, ok := info.Sys().(*syscall.Stat_t); ok && is.Uid != 0 && int(is.Uid) != os.Geteuid() {
		return fmt.Sprintf("this file belongs to another user (%d): read it, then make it yours with 'chown %d %s'", is.Uid, os.Geteuid(), path)
	}
	if info.Mode().Perm()&0o022 != 0 {
		return "others can write this file: read it, then 'chmod go-w " + path + "'"
	}
	return ""
}
