// Package testtree makes the folder of a machine out of its description in one file, for tests.
package testtree

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Tree is such a folder.
type Tree struct {
	Root   string
	owners map[string]owner
	users  map[string]int
	groups map[string]int
}

type owner struct {
	uid, gid int
	mode     fs.FileMode
}

// head begins a file: "-- /path --", "-- /path root:adm 640 --", "-- /path root:haproxy 660 socket --", "-- /path root:root 700 folder --",
// or "-- /path -> target --", a link. A line of /proc/PID/cmdline and /proc/PID/environ is a word.
var head = regexp.MustCompile(`^-- (/\S+)(?: -> (\S+)| (\w[\w-]*):(\w[\w-]*) ([0-7]+)( socket| folder)?)? --$`)

// changed is when the files were changed last, unless a test says otherwise.
var changed = time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)

// Make makes the folder. A file without an owner is root's and everybody may read it; a folder that is not named, everybody may search.
func Make(t *testing.T, file string) *Tree {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	tree := &Tree{Root: folder(t), owners: map[string]owner{}, users: map[string]int{}, groups: map[string]int{}}
	blocks := split(string(text))
	for _, b := range blocks {
		switch b.name {
		case "/etc/passwd":
			numbers(b.text, tree.users)
		case "/etc/group":
			numbers(b.text, tree.groups)
		}
	}
	for _, b := range blocks {
		tree.put(t, b)
	}
	return tree
}

// folder is a new one, without links in its name.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

type block struct {
	name, link, user, group, mode, kind string
	text                                string
}

func split(text string) (out []block) {
	for line := range strings.Lines(text) {
		if m := head.FindStringSubmatch(strings.TrimSuffix(line, "\n")); m != nil {
			out = append(out, block{name: m[1], link: m[2], user: m[3], group: m[4], mode: m[5], kind: strings.TrimSpace(m[6])})
		} else if len(out) > 0 {
			out[len(out)-1].text += line
		}
	}
	return out
}

func numbers(text string, into map[string]int) {
	for line := range strings.Lines(text) {
		if words := strings.Split(strings.TrimSpace(line), ":"); len(words) > 2 {
			into[words[0]], _ = strconv.Atoi(words[2])
		}
	}
}

func (tree *Tree) put(t *testing.T, b block) {
	t.Helper()
	at := filepath.Join(tree.Root, b.name)
	if b.kind == "folder" {
		b.name, at = b.name+"/.", at+"/."
	}
	if there, err := filepath.EvalSymlinks(firstFolder(filepath.Dir(at))); err != nil || there != tree.Root && !strings.HasPrefix(there, tree.Root+"/") {
		t.Fatalf("%s: a link above it leads out of the tree", b.name)
	}
	err := os.MkdirAll(filepath.Dir(at), 0o755)
	switch words := strings.ReplaceAll(b.text, "\n", "\x00"); {
	case err != nil || b.kind == "folder":
	case b.link != "":
		err = os.Symlink(b.link, at)
	case strings.HasSuffix(b.name, "/cmdline"), strings.HasSuffix(b.name, "/environ"):
		err = os.WriteFile(at, []byte(words), 0o600)
	default:
		if err = os.WriteFile(at, []byte(b.text), 0o600); err == nil {
			err = os.Chtimes(at, changed, changed)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	if b.link != "" {
		return
	}
	mode := fs.FileMode(0o644)
	if n, err := strconv.ParseUint(b.mode, 8, 32); b.mode != "" && err == nil {
		mode = fs.FileMode(n)
	}
	if b.kind == "socket" {
		mode |= fs.ModeSocket
	}
	tree.owners[path.Clean(b.name)] = owner{tree.users[b.user], tree.groups[b.group], mode}
}

// firstFolder is the nearest folder above that there is.
func firstFolder(name string) string {
	for {
		if _, err := os.Lstat(name); err == nil || name == "/" {
			return name
		}
		name = filepath.Dir(name)
	}
}

// Owners is whose the files are.
func (tree *Tree) Owners(name string) (uid, gid int, mode fs.FileMode, ok bool) {
	o, ok := tree.owners[name]
	if !ok {
		if info, err := os.Lstat(filepath.Join(tree.Root, name)); err == nil && info.IsDir() {
			return 0, 0, fs.ModeDir | 0o755, true
		}
	}
	return o.uid, o.gid, o.mode, ok
}

// User is a user of the machine with its groups.
func (tree *Tree) User(name string, groups ...string) (uid int, gids []int) {
	for _, g := range groups {
		gids = append(gids, tree.groups[g])
	}
	return tree.users[name], append(gids, tree.groups[name])
}
