//go:build unix

package site

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// groupOf says which group may read a path, and how a user joins it.
func groupOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	shut := !ok || info.Mode().Perm()&0o060 == 0 || owner.Gid == 0 // nobody joins root's group for this
	switch {
	case shut && info.Mode()&os.ModeSocket != 0:
		return fmt.Sprintf("its mode %s lets only root or its owner in: `stats socket %s mode 660 group haproxy level admin` in HAProxy's configuration lets a group in", info.Mode().Perm(), path)
	case shut:
		return fmt.Sprintf("its mode %s lets only root or its owner in: setfacl -m u:%s:r %s", info.Mode().Perm(), userName(), path)
	}
	group, err := user.LookupGroupId(strconv.FormatUint(uint64(owner.Gid), 10))
	if err != nil {
		return ""
	}
	return fmt.Sprintf("it is for the group %s (mode %s): usermod -aG %s %s, then log in again", group.Name, info.Mode().Perm(), group.Name, userName())
}
