//go:build unix

package files

import (
	"io/fs"
	"os/user"
	"strconv"
	"syscall"
)

// owners returns the names of the owner and the group of a file.
func owners(info fs.FileInfo) (owner, group string, ok bool) {
	sys, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", "", false
	}
	owner, group = strconv.FormatUint(uint64(sys.Uid), 10), strconv.FormatUint(uint64(sys.Gid), 10)
	if u, err := user.LookupId(owner); err == nil {
		owner = u.Username
	}
	if g, err := user.LookupGroupId(group); err == nil {
		group = g.Name
	}
	return owner, group, true
}
