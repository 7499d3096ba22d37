package config

import (
	"fmt"
	"io"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"hadash/drill"
	"hadash/near"
	"hadash/own"
	"hadash/record"
	"hadash/tui/keys"
)

// The sections whose parts have names that the user gives: [fault.stop-db1], [attach.shop], [cluster.east].
const (
	faultSection   = "fault"
	attachSection  = "attach"
	clusterSection = "cluster"
)

// givenSettings are the settings of such a part.
var givenSettings = map[string][]string{
	faultSection:  {"node", "inject", "heal", "check"},
	attachSection: {"targets"},

	clusterSection: {"address"},
}

// maxGiven bounds the parts of a section, beyond any that are written by hand.
const maxGiven = 200

var givenName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,39}$`)

// splitGiven returns the section, the name and the setting of a key; false if its part has no name that the user gives.
func (f *File) splitGiven(key string) (section, name, setting string, ok bool) {
	section, rest, _ := strings.Cut(key, ".")
	if givenSettings[section] == nil || rest == "" {
		return "", "", "", false
	}
	switch f.values[key].(type) {
	case part, []map[string]any:
		return section, rest, "", true
	}
	dir, setting := split(rest)
	return section, dir, setting, dir != ""
}

// checkGiven returns an error about a part with a given name, or about one of its settings.
func (f *File) checkGiven(t *tree, key string) error {
	section, name, setting, _ := f.splitGiven(key)
	if _, tables := f.values[key].([]map[string]any); tables {
		return fmt.Errorf("[[%s]]: a section is written once, as [%s]", key, key)
	}
	if setting == "" {
		return f.checkPart(t, section, name)
	}
	_, err := f.setting(section, name, setting)
	return err
}

// checkPart returns an error about the name of a part, or about what it lacks.
func (f *File) checkPart(t *tree, section, name string) error {
	dir := section + "." + name
	switch {
	case !givenName.MatchString(name):
		return fmt.Errorf("[%s]: a name begins with a letter and has letters, digits, - and _, at most 40", dir)
	case f.nth(section, name) >= maxGiven:
		return fmt.Errorf("[%s]: more than %d parts of [%s]", dir, maxGiven, section)
	case section == faultSection && record.FaultKind(name).Valid():
		return fmt.Errorf("[%s]: %s is a fault that hadash has already; choose another name", dir, name)
	case section == faultSection && (drill.IsVerb(name) || keys.Named(name) != keys.None):
		return fmt.Errorf("[%s]: %s means something else in a drill or on the screen; choose another name", dir, name)
	case t.isFlag(section, name):
		return fmt.Errorf("[%s]: %s is a setting of [%s]; choose another name", dir, name, section)
	case section == clusterSection:
		return nil // it runs no commands, and its address can be left out
	case f.doubt != "":
		return fmt.Errorf("[%s] has commands, and %s", dir, f.doubt)
	}
	for _, is := range f.inOrder() {
		if s, n, setting, ok := f.splitGiven(is); ok && s == section && n == name && setting != "" {
			if _, err := f.setting(section, name, setting); err != nil {
				return nil //nolint:nilerr // it is reported on its own line
			}
		}
	}
	for _, setting := range givenSettings[section] {
		if _, has := f.values[dir+"."+setting]; !has && setting != "check" {
			return fmt.Errorf("[%s] has no %s%s", dir, setting, whyNeeded[setting])
		}
	}
	return nil
}

var whyNeeded = map[string]string{
	"node":    ": the node that it breaks",
	"inject":  ": the command that makes it",
	"heal":    ": no fault without a command that heals it",
	"targets": `: what is watched, as in targets = ["/run/haproxy/admin.sock"]`,
}

// setting returns the texts of a setting of a part: one, or of targets several.
func (f *File) setting(section, name, setting string) ([]string, error) {
	if all := givenSettings[section]; !slices.Contains(all, setting) {
		return nil, fmt.Errorf("%s: [%s.%s] has no such setting%s; it has %s", setting, section, name, near.Suggest(setting, all), strings.Join(all, ", "))
	}
	v := f.values[section+"."+name+"."+setting]
	if setting == "targets" {
		list, ok := v.([]any)
		var texts []string
		for _, one := range list {
			s, isText := one.(string)
			ok = ok && isText && fit(s)
			texts = append(texts, s)
		}
		if !ok || len(list) == 0 {
			return nil, fmt.Errorf(`targets: must be a list of texts, such as ["/run/haproxy/admin.sock"]`)
		}
		return texts, nil
	}
	s, ok := v.(string)
	switch {
	case !ok || !fit(s):
		return nil, fmt.Errorf("%s: must be a text in quotes, and not empty", setting)
	case setting == "address" && !isAddress(s):
		return nil, fmt.Errorf("address %q: must be where its published ports answer, without a port, such as \"10.0.0.5\"; several are separated by commas", record.Clean(s))
	case setting == "node" && (s != record.Clean(s) || strings.ContainsAny(s, " /")):
		return nil, fmt.Errorf("node %q: must be the name of a node, such as \"db1\"", record.Clean(s))
	}
	return []string{s}, nil
}

// isAddress reports whether a text is an address or a name of a machine, or several with commas between them.
func isAddress(s string) bool {
	for one := range strings.SplitSeq(s, ",") {
		one = strings.TrimSpace(one)
		if _, err := netip.ParseAddr(one); err != nil && !machineName.MatchString(one) {
			return false
		}
	}
	return true
}

var machineName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$`)

// fit reports whether a text can be a command or a name.
func fit(s string) bool { return strings.TrimSpace(s) != "" && !strings.ContainsRune(s, 0) }

// given reports whether a key belongs to a part with a given name.
func (f *File) given(key string) bool {
	_, _, _, ok := f.splitGiven(key)
	return ok
}

// names returns the names of the parts of a section, in the order of the file.
func (f *File) names(section string) (all []string) {
	for _, key := range f.inOrder() {
		if s, name, setting, ok := f.splitGiven(key); ok && s == section && setting == "" {
			all = append(all, name)
		}
	}
	return all
}

func (f *File) nth(section, name string) int { return slices.Index(f.names(section), name) }

// Faults lists the faults of the user's own, in the order of the file.
func (f *File) Faults() (all []own.Fault) {
	for _, name := range f.names(faultSection) {
		text := func(setting string) string {
			s, _ := f.values[faultSection+"."+name+"."+setting].(string)
			return s
		}
		all = append(all, own.Fault{Name: name, Node: text("node"), Inject: text("inject"), Heal: text("heal"), Check: text("check")})
	}
	return all
}

// Attach returns the targets of each [attach.NAME], by its name.
func (f *File) Attach() map[string][]string {
	all := map[string][]string{}
	for _, name := range f.names(attachSection) {
		if texts, err := f.setting(attachSection, name, "targets"); err == nil {
			all[name] = texts
		}
	}
	return all
}

// Cluster returns the Docker contexts of a project's Engines, in the order of the file, and where published ports of their machines
// answer, where the file says so.
func (f *File) Cluster() (contexts []string, addresses map[string]string) {
	addresses = map[string]string{}
	for _, name := range f.names(clusterSection) {
		contexts = append(contexts, name)
		if at, ok := f.values[clusterSection+"."+name+".address"].(string); ok {
			addresses[name] = at
		}
	}
	return contexts, addresses
}

// isFlag reports whether a name is a setting of the command that has a section's name.
func (t *tree) isFlag(section, name string) bool {
	s := t.section(section)
	if s == nil {
		return false
	}
	for _, flag := range flagsOf(s.cmd) {
		if flag.Name == name {
			return true
		}
	}
	return false
}

const faultExample = `
# Faults of your own: commands of sh. check succeeds while the node is well; it can be left out.
# [fault.stop-db1]
# node = "db1"
# inject = "ssh db1 sudo systemctl stop mysql"
# heal = "ssh db1 sudo systemctl start mysql"
# check = "ssh db1 systemctl is-active mysql"
`

// given writes the parts with given names.
func (c *Config) given(out io.Writer) error {
	for _, section := range []string{faultSection, attachSection, clusterSection} {
		names := c.File.names(section)
		if len(names) == 0 && section == faultSection {
			fmt.Fprint(out, faultExample)
		}
		for _, name := range names {
			fmt.Fprintf(out, "\n[%s.%s]\n", section, name)
			for _, setting := range givenSettings[section] {
				v, has := c.File.values[section+"."+name+"."+setting]
				if !has {
					continue
				}
				line, err := assign(setting, v)
				if err != nil {
					return err
				}
				fmt.Fprintln(out, line)
			}
		}
	}
	return nil
}
