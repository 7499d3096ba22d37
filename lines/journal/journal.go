// Package journal reads the lines of a unit or a program from journald, by running journalctl.
package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"hadash/lines/cut"
	"hadash/lines/run"
	"hadash/lines/told"
)

// Options of a Journal. The zero value is ready.
type Options struct {
	// Dirs are where journals are kept; nil = the usual ones. They are only looked at, to say that there is none.
	Dirs []string
}

// Journal is what journald keeps of a unit or a program. It is followed by one caller at a time.
type Journal struct {
	name   string
	dirs   []string
	pause  run.Backoff
	ended  error  // how journalctl ended
	cursor string // of the last entry read, after an error
	last   time.Time
}

// usual are where journald keeps its journals, until the next start and for good.
var usual = []string{"/run/log/journal", "/var/log/journal"}

// New returns the journal of a unit, "haproxy.service", or of a program by the name that it logs under, "haproxy".
func New(name string, o Options) *Journal {
	if o.Dirs == nil {
		o.Dirs = usual
	}
	return &Journal{name: name, dirs: o.Dirs}
}

// longestEntry is how long an entry may be as JSON: in an array of bytes each takes four.
const longestEntry = 8 * cut.Longest

// Follow calls each for every line since an instant, until ctx ends or journalctl does. Called again, it goes on after the last one; too
// soon, it returns the same error.
func (j *Journal) Follow(ctx context.Context, since time.Time, each func(at time.Time, stderr bool, text []byte)) error {
	return j.Entries(ctx, since, func(e Entry) { each(e.At, false, e.Text) })
}

// Entries is like Follow, and says more of each line.
func (j *Journal) Entries(ctx context.Context, since time.Time, each func(Entry)) error {
	if !j.pause.Begin() {
		return j.ended
	}
	j.ended = j.run(ctx, since, each)
	j.pause.End()
	return j.ended
}

func (j *Journal) run(ctx context.Context, since time.Time, each func(Entry)) error {
	if j.none() {
		return fmt.Errorf("journal:%s: no journal is kept on this machine; name the file of the log instead, such as /var/log/haproxy.log", j.name)
	}
	from := j.cursor
	c := run.Command{Args: j.arguments(since), Env: []string{"SYSTEMD_COLORS=0", "LC_ALL=C.UTF-8"}, Most: longestEntry, Note: j.note}
	read := 0
	err := run.Lines(ctx, c, func(line []byte) {
		e, ok := parsed(line)
		if !ok {
			return
		}
		read++
		if e.cursor != "" {
			j.cursor, j.last = e.cursor, e.At
		}
		if len(e.Text) > 0 && !e.At.Before(since) {
			each(e)
		}
	})
	switch {
	case ctx.Err() != nil:
		j.cursor = ""
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("journal:%s: there is no journalctl on this machine; name the file of the log instead, such as /var/log/haproxy.log", j.name)
	case from != "" && read == 0:
		j.cursor = "" // the entry may be gone
	}
	return told.New("journal:"+j.name+": journalctl: "+err.Error(), err)
}

// arguments returns the command line. -a writes long and unprintable texts as well.
func (j *Journal) arguments(since time.Time) []string {
	all := []string{"journalctl", "-o", "json", "-a", "-f", "--no-tail", "--no-pager"}
	switch {
	case j.cursor != "":
		all = append(all, "--after-cursor="+j.cursor)
	case j.last.After(since):
		since = j.last
		fallthrough
	default:
		if !since.IsZero() {
			all = append(all, fmt.Sprintf("--since=@%d.%06d", since.Unix(), since.Nanosecond()/1000))
		}
	}
	if IsUnit(j.name) {
		return append(all, "--unit="+j.name)
	}
	return append(all, "--identifier="+j.name)
}

// IsUnit reports whether a name is that of a unit, and not of a program.
func IsUnit(name string) bool {
	switch filepath.Ext(name) {
	case ".service", ".socket", ".scope", ".slice", ".timer", ".target", ".mount", ".path", ".device":
		return true
	}
	return false
}

// none reports whether no journal is kept here.
func (j *Journal) none() bool {
	for _, dir := range j.dirs {
		entries, err := os.ReadDir(dir)
		if len(entries) > 0 || err != nil && !errors.Is(err, os.ErrNotExist) {
			return false
		}
	}
	return true
}

// note ends journalctl when it says that it may not read what was asked for: it would go on, and be silent.
func (j *Journal) note(line string) error {
	if !strings.Contains(line, "insufficient permissions") && !strings.Contains(line, "You are currently not seeing messages from other users and the system") {
		return nil
	}
	me := "USER"
	if u, err := user.Current(); err == nil {
		me = u.Username
	}
	return fmt.Errorf("%w: %s may not read it: usermod -aG systemd-journal %s, and log in again", os.ErrPermission, me, me)
}

// micro parses a number of microseconds since 1970.
func micro(text string) (time.Time, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 || n > 253402300799e6 {
		return time.Time{}, false
	}
	return time.UnixMicro(n).UTC(), true
}
