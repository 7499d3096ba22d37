//go:build !unix

package machine

import "io/fs"

// owner is not known here.
func owner(fs.FileInfo) (uid, gid int) { return -1, -1 }
