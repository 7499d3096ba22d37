package machine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path"
	"slices"
	"strconv"
	"strings"
)

// User is who wants to watch.
type User struct {
	Name   string
	UID    int
	Groups []int
}

// current is whoever runs this.
func current() User {
	u := User{Name: os.Getenv("USER"), UID: os.Getuid(), Groups: []int{os.Getgid()}}
	if more, err := os.Getgroups(); err == nil {
		u.Groups = append(u.Groups, more...)
	}
	if who, err := user.LookupId(strconv.Itoa(u.UID)); err == nil {
		u.Name = who.Username
	}
	if u.Name == "" {
		u.Name = "USER"
	}
	return u
}

func (u *User) root() bool { return u.UID == 0 }

// The bits of a mode.
const (
	toRead   = 4
	toWrite  = 2
	toSearch = 1
)

// shut is a file or folder that the user may not use.
type shut struct {
	name  string
	need  int
	group string // one whose members may; "" = no group helps
}

// closed returns what is in the way to a path of the machine; nil if nothing is.
func (l *look) closed(name string, need int) *shut {
	if l.user.root() {
		return nil
	}
	real := l.host.at(name)
	var folders []string
	for d := path.Dir(real); ; d = path.Dir(d) {
		folders = append(folders, d)
		if d == "/" {
			break
		}
	}
	slices.Reverse(folders)
	for _, d := range folders[1:] {
		if s := l.shut(d, toSearch); s != nil {
			return s
		}
	}
	return l.shut(real, need)
}

func (l *look) shut(name string, need int) *shut {
	m, err := l.meta(name)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return &shut{name: name, need: need}
		}
		return nil // it is not there, which is another thing
	}
	mode, member := int(m.mode.Perm()), slices.Contains(l.user.Groups, m.gid)
	may := mode
	switch {
	case m.uid < 0:
		return nil
	case m.uid == l.user.UID:
		may >>= 6
	case member:
		may >>= 3
	}
	if may&need == need {
		return nil
	}
	out := &shut{name: name, need: need}
	if mode>>3&need == need && m.gid != 0 && m.uid != l.user.UID && !member {
		out.group = l.groupName(m.gid)
	}
	return out
}

// meta is whose a file is, and who may use it.
type meta struct {
	uid, gid int
	mode     fs.FileMode
}

// meta returns that of a path of the machine without links.
func (l *look) meta(name string) (meta, error) {
	if l.opts.Owners != nil {
		if uid, gid, mode, ok := l.opts.Owners(name); ok {
			return meta{uid, gid, mode}, nil
		}
	}
	info, err := os.Lstat(l.host.plain(name))
	if err != nil {
		return meta{}, err
	}
	m := meta{mode: info.Mode()}
	m.uid, m.gid = owner(info)
	return m, nil
}

// socket reports whether a path of the machine is a UNIX socket.
func (l *look) socket(name string) bool {
	m, err := l.meta(l.host.at(name))
	return err == nil && m.mode&fs.ModeSocket != 0
}

func (l *look) groupName(gid int) string {
	for name, id := range l.groups {
		if id == gid {
			return name
		}
	}
	return strconv.Itoa(gid)
}

// join is the command that puts the user into a group.
func (l *look) join(group string) string {
	return joins + group + " " + l.user.Name + joined
}

const joins, joined = "usermod -aG ", ", then log in again"

// Fixes lists what lets the user read all that was found, each once: groups are joined by one command.
func (f *Found) Fixes() (out []string) {
	var groups []string
	user := ""
	for i := range f.Instances {
		for _, w := range f.Instances[i].Ways {
			text, ok := strings.CutPrefix(w.Fix, joins)
			text, whole := strings.CutSuffix(text, joined)
			group, name, two := strings.Cut(text, " ")
			switch {
			case w.Fix == "":
			case strings.HasPrefix(w.Fix, "setfacl ") && sameRule(out, w.Fix):
			case !ok || !whole || !two:
				if !slices.Contains(out, w.Fix) {
					out = append(out, w.Fix)
				}
			case !slices.Contains(groups, group):
				groups, user = append(groups, group), name
			}
		}
	}
	if len(groups) > 0 {
		out = slices.Insert(out, 0, joins+strings.Join(groups, ",")+" "+user+joined)
	}
	return out
}

// fixRead is what lets the user read a log; "" if nothing is in the way.
func (l *look) fixRead(name string) string {
	s := l.closed(name, toRead)
	switch {
	case s == nil:
		return ""
	case s.group != "":
		return l.join(s.group)
	case s.need == toSearch:
		return fmt.Sprintf("setfacl -m u:%s:x %s", l.user.Name, s.name)
	}
	return fmt.Sprintf("setfacl -m u:%s:r %s", l.user.Name, s.name)
}

// fixSocket is what lets the user ask a Runtime API.
func (l *look) fixSocket(name, level string) string {
	s := l.closed(name, toWrite)
	switch {
	case s == nil:
		return ""
	case s.group != "":
		return l.join(s.group)
	case s.need == toSearch:
		return fmt.Sprintf("setfacl -m u:%s:x %s", l.user.Name, s.name)
	}
	group := "haproxy"
	if _, ok := l.groups[group]; !ok {
		group = "adm"
	}
	file := first(l.inst.Conf.Files)
	if file == "" {
		file = "its configuration"
	}
	if level == "" {
		level = "admin"
	}
	return fmt.Sprintf("in %s, global: stats socket %s mode 660 group %s level %s; %s; %s", file, name, group, level, l.reload(), l.join(group))
}

// journal is the group whose members may read the whole journal.
const journalGroup = "systemd-journal"

// fixJournal is what lets the user read the journal.
func (l *look) fixJournal() string {
	if l.user.root() {
		return ""
	}
	for _, name := range []string{journalGroup, "adm", "wheel"} {
		if gid, ok := l.groups[name]; ok && slices.Contains(l.user.Groups, gid) {
			return ""
		}
	}
	return l.join(journalGroup)
}

// sameRule adds the file of a setfacl to a command that gives the same right to another file.
func sameRule(all []string, fix string) bool {
	i := strings.LastIndexByte(fix, ' ')
	for k, have := range all {
		switch {
		case !strings.HasPrefix(have, fix[:i+1]):
		case !slices.Contains(strings.Fields(have), fix[i+1:]):
			all[k] += fix[i:]
			return true
		default:
			return true
		}
	}
	return false
}
