package lean

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Program gives back the pages of the program's own file that are in memory: those that are still needed are read again from the
// kernel's cache, and what only the start of its many libraries needed stays away. Only what is mapped to be read or run is touched,
// which is the same in the file. An error changes nothing.
func Program() {
	own, err := os.Executable()
	if err != nil {
		return
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(maps)) {
		if from, size, ok := readOnly(line, own); ok {
			_, _, _ = unix.Syscall(unix.SYS_MADVISE, from, size, unix.MADV_DONTNEED)
		}
	}
}

// readOnly reads a line of /proc/self/maps: the address and size of a mapping of the program's file that is never written.
func readOnly(line, own string) (from, size uintptr, ok bool) {
	words := strings.Fields(line)
	if len(words) < 6 || words[5] != own || words[1] != "r-xp" && words[1] != "r--p" {
		return 0, 0, false
	}
	a, b, _ := strings.Cut(words[0], "-")
	begin, err := strconv.ParseUint(a, 16, 64)
	end, err2 := strconv.ParseUint(b, 16, 64)
	if err != nil || err2 != nil || end <= begin {
		return 0, 0, false
	}
	return uintptr(begin), uintptr(end - begin), true
}
