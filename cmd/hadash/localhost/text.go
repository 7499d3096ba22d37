package localhost

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"hadash/attach"
	"hadash/attach/machine"
	"hadash/conf/balancer"
	"hadash/record"
)

// Write prints what was found for people: what runs and how it is watched, what is hidden with the line that would show it, what
// the user may not read yet, and the command that watches it.
func Write(w io.Writer, f *machine.Found) {
	p := printer{w}
	for i := range f.Instances {
		p.instance(&f.Instances[i])
	}
	if len(f.Instances) == 0 {
		p.line("No HAProxy and no nginx runs on this machine.")
		p.line("")
	}
	p.beside(f)
	p.hidden(f)
	if fixes := f.Fixes(); len(fixes) > 0 {
		p.line("You may not read all of it. This allows it:")
		for _, fix := range fixes {
			p.line("  %s", fix)
		}
		p.line("")
	}
	p.end(f)
}

// WriteFacts prints every fact with its rule and evidence.
func WriteFacts(w io.Writer, f *machine.Found) {
	p := printer{w}
	p.line("")
	for _, x := range f.Facts {
		p.line("%s %s  [%s: %s]", x.About, x.What, x.Rule, x.Evidence)
	}
}

type printer struct{ w io.Writer }

func (p printer) line(format string, args ...any) {
	fmt.Fprintln(p.w, strings.TrimRight(record.Clean(fmt.Sprintf(format, args...)), " "))
}

// field prints lines that have one title.
func (p printer) field(title string, all ...string) {
	for _, text := range all {
		p.line("  %-9s %s", title, text)
		title = ""
	}
}

func (p printer) instance(in *machine.Instance) {
	head := []string{program(in)}
	if in.PID > 0 {
		head = append(head, "pid "+strconv.Itoa(in.PID))
	} else {
		head = append(head, "its process is not seen")
	}
	if in.Unit != "" {
		head = append(head, in.Unit)
	}
	p.line("%s  %s", in.Name, strings.Join(head, ", "))
	if all := listens(in); len(all) > 0 {
		p.field("listens", few(all, 8))
	}
	p.field("servers", servers(in)...)
	for _, of := range []machine.Of{machine.Numbers, machine.Log, machine.Errors} {
		var texts []string
		for i := range in.Ways {
			if in.Ways[i].Of == of {
				texts = append(texts, way(&in.Ways[i]))
			}
		}
		if texts == nil && of != machine.Errors {
			texts = []string{"none"}
		}
		p.field(string(of), texts...)
	}
	if in.Master != "" {
		p.field("reloads", strings.TrimPrefix(in.Master, "unix://")+": what old workers still do")
	}
	if len(in.Conf.Files) > 0 {
		p.field("from", few(in.Conf.Files, 4))
	}
	p.line("")
}

func program(in *machine.Instance) string {
	name := string(in.Kind)
	if in.Kind == record.KindHAProxy {
		name = "HAProxy"
	}
	if in.Version != "" {
		name += " " + in.Version
	}
	return name
}

// few joins the first of a list, and counts the rest.
func few(all []string, most int) string {
	if len(all) > most {
		return strings.Join(all[:most], ", ") + fmt.Sprintf(" and %d more", len(all)-most)
	}
	return strings.Join(all, ", ")
}

// maxGroups is how many groups are printed.
const maxGroups = 12

// servers are the lines of an instance's groups.
func servers(in *machine.Instance) (out []string) {
	for i := range in.Conf.Groups {
		if g := &in.Conf.Groups[i]; len(g.Servers) > 0 {
			out = append(out, group(g))
		}
	}
	switch {
	case in.Unread:
		return []string{"not known: its configuration was not read"}
	case len(out) == 0 && in.Kind == record.KindHAProxy:
		return []string{"none: its configuration has no server"}
	case len(out) == 0:
		return []string{"none: it passes nothing on"}
	case len(out) > maxGroups:
		return append(out[:maxGroups], fmt.Sprintf("and %d more groups", len(out)-maxGroups))
	}
	return out
}

func group(g *balancer.Group) string {
	var all []string
	for i := range g.Servers {
		s := &g.Servers[i]
		text, at := s.Name, address(s)
		if at != "" && at != text && s.Unix == "" {
			text += " " + at
		}
		all = append(all, text)
	}
	if g.Name == "" {
		return few(all, 6)
	}
	return g.Name + ": " + few(all, 6)
}

// way says of one whether it can be watched.
func way(w *machine.Way) string {
	switch {
	case w.Fix != "":
		return w.Says + ": you may not read it yet"
	case w.Failed != "" && w.Of != machine.Numbers:
		return w.Says + ": not read: " + w.Failed
	case w.Failed != "":
		return w.Says + ": no answer: " + w.Failed
	case w.Asked:
		return w.Says + ": answers"
	}
	return w.Says
}

// beside says what else is there.
func (p printer) beside(f *machine.Found) {
	for _, s := range f.Stopped {
		p.line("%s is installed (%s) and does not run: %s", s.Kind, s.File, s.Then)
	}
	switch f.Contained {
	case 0:
	case 1:
		p.line("1 process runs in a container: hadash discover PROJECT looks at those")
	default:
		p.line("%d processes run in containers: hadash discover PROJECT looks at those", f.Contained)
	}
	if f.Blind != "" {
		p.line("Only the usual places were looked at: %s.", f.Blind)
	}
	if len(f.Stopped) > 0 || f.Contained > 0 || f.Blind != "" {
		p.line("")
	}
}

// hidden prints what is missing: what several instances, or several groups, lack in the same way is said for each.
func (p printer) hidden(f *machine.Found) {
	if len(f.Missing) == 0 {
		return
	}
	p.line("hidden:")
	all := slices.Clone(f.Missing)
	slices.SortStableFunc(all, func(a, b attach.Missing) int { return strings.Compare(a.About, b.About) })
	for _, m := range all {
		about := m.About
		if about != "" {
			about += ": "
		}
		p.line("  %s%s", about, m.What)
		if m.Line != "" {
			p.line("    add   %s", m.Line)
			p.line("    to    %s, in %s", m.File, m.Section)
		}
		if m.Then != "" {
			p.line("    then  %s", m.Then)
		}
	}
	p.line("")
}

// end says how it is watched.
func (p printer) end(f *machine.Found) {
	targets := f.Targets()
	if len(targets) == 0 {
		p.line("Nothing can be watched yet.")
		return
	}
	p.line("hadash attach watches it. The same, written out:")
	p.line("  hadash attach %s", strings.Join(quoted(targets), " "))
}

// quoted are targets as a shell takes them.
func quoted(all []string) (out []string) {
	for _, t := range all {
		if strings.ContainsAny(t, "?&;#*$ '\"\\()<>|`!~{}[]") {
			t = "'" + strings.ReplaceAll(t, "'", `'\''`) + "'"
		}
		out = append(out, t)
	}
	return out
}
