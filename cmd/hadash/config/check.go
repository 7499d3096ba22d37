package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"hadash/near"
	"hadash/tui"
	"hadash/tui/keys"
)

// check reports every problem of the file, for all commands. Each is on a line that begins with path:line.
func (f *File) check(t *tree) error {
	f.Keys = map[string][]string{}
	var errs []error
	more, unknown := 0, map[string]bool{} // unknown has the parts that were reported
	for _, key := range f.inOrder() {
		if dir, _ := split(key); unknown[dir] {
			unknown[key] = true // its settings are not reported
			continue
		}
		if len(errs) == maxProblems {
			more++ // the rest of the file is not checked
			continue
		}
		if err := f.checkKey(t, key); err != nil {
			_, isPart := f.values[key].(part)
			unknown[key] = isPart
			errs = append(errs, fmt.Errorf("%s: %w", f.at(key), err))
		}
	}
	if more > 0 {
		errs = append(errs, fmt.Errorf("%s: too many problems: %d more settings were not checked", f.Path, more))
	}
	if len(errs) == 0 {
		errs = f.checkActions()
	}
	return errors.Join(errs...)
}

// maxProblems bounds the reported problems of a file.
const maxProblems = 20

func (f *File) checkKey(t *tree, key string) error {
	if f.given(key) {
		return f.checkGiven(t, key)
	}
	switch f.values[key].(type) {
	case part:
		return t.part(key)
	case []map[string]any:
		if t.section(key) == nil {
			return t.noSection(key)
		}
		return fmt.Errorf("[[%s]]: a section is written once, as [%s]", key, key)
	}
	dir, name := split(key)
	if dir == keysSection {
		return f.takeKeys(name, f.values[key])
	}
	flag, err := t.find(dir, name)
	if err != nil {
		return err
	}
	_, err = text(flag, f.values[key])
	return err
}

// split returns the part that a key is in, "" for the top, and its name there.
func split(key string) (dir, name string) {
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		return key[:i], key[i+1:]
	}
	return "", key
}

// find returns the flag that a key of a section sets.
func (t *tree) find(dir, name string) (*pflag.Flag, error) {
	if dir == "" {
		flag, several := t.top(name)
		switch {
		case flag != nil:
			return flag, nil
		case several != nil:
			return nil, fmt.Errorf("%s: more than one command has this setting: put it under [%s]", name, strings.Join(sectionNames(several), "] or ["))
		}
		return nil, fmt.Errorf("%s: no such setting%s", name, near.Hint(name, t.topNames()))
	}
	s := t.section(dir)
	if s == nil {
		return nil, t.noSection(dir)
	}
	var names []string
	for _, flag := range flagsOf(s.cmd) {
		if flag.Name == name {
			return flag, nil
		}
		names = append(names, flag.Name)
	}
	return nil, fmt.Errorf("%s: 'hadash %s' has no such setting%s", name, strings.ReplaceAll(dir, ".", " "), near.Hint(name, names))
}

// part returns an error if the file cannot have a part of that name. A part that only holds others is valid.
func (t *tree) part(dir string) error {
	names := t.partNames()
	if slices.Contains(names, dir) || len(within(dir, names)) > 0 {
		return nil
	}
	return fmt.Errorf("[%s]: no such section%s", dir, near.Hint(dir, names))
}

// noSection returns the error for a part without settings: there is no such part, or only the parts in it have some.
func (t *tree) noSection(dir string) error {
	if parts := within(dir, t.partNames()); len(parts) > 0 {
		return fmt.Errorf("[%s] has no settings of its own: put it under [%s]", dir, strings.Join(parts, "] or ["))
	}
	if err := t.part(dir); err != nil {
		return err
	}
	if givenSettings[dir] != nil {
		return fmt.Errorf("[%s] holds no settings; its parts have names of yours, as in [%s.NAME]", dir, dir)
	}
	return fmt.Errorf("[%s] holds no settings", dir)
}

// within returns the parts inside a part.
func within(dir string, names []string) (out []string) {
	for _, n := range names {
		if strings.HasPrefix(n, dir+".") {
			out = append(out, n)
		}
	}
	return out
}

// partNames returns the parts that a file may have.
func (t *tree) partNames() []string {
	var all []*section
	for i := range t.sections[1:] {
		all = append(all, &t.sections[i+1])
	}
	return append(sectionNames(all), keysSection, faultSection, attachSection, clusterSection)
}

func sectionNames(all []*section) (out []string) {
	for _, s := range all {
		out = append(out, s.name)
	}
	return out
}

func (t *tree) topNames() (out []string) {
	for _, s := range t.sections {
		for _, f := range s.own {
			if top, _ := t.top(f.Name); top != nil && !slices.Contains(out, f.Name) {
				out = append(out, f.Name)
			}
		}
	}
	return out
}

// takeKeys reads one line of [keys].
func (f *File) takeKeys(action string, v any) error {
	list, ok := v.([]any)
	keys := []string{}
	for _, one := range list {
		s, isText := one.(string)
		ok = ok && isText
		keys = append(keys, s)
	}
	if !ok {
		return fmt.Errorf("%s: must be a list of keys, such as [\"x\", \"ctrl+x\"]; [] means none", action)
	}
	f.Keys[action] = keys
	return nil
}

func (f *File) checkActions() (errs []error) {
	err := keys.Check(f.Keys)
	if many, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // what CheckKeys joins
		for _, one := range many.Unwrap() {
			var bad *keys.Error
			if errors.As(one, &bad) {
				errs = append(errs, fmt.Errorf("%s: %w", f.at(keysSection+"."+bad.Action), bad))
			}
		}
	}
	return errs
}

// text returns a value of the file in the form of a flag's value, or an error about it.
func text(flag *pflag.Flag, v any) (string, error) {
	switch kind := flag.Value.Type(); v := v.(type) {
	case bool:
		if kind == "bool" {
			return strconv.FormatBool(v), nil
		}
	case int64:
		if kind == "int" {
			return strconv.FormatInt(v, 10), nil
		}
	case string:
		if kind != "bool" && kind != "int" {
			return v, fits(flag, v)
		}
	}
	return "", fmt.Errorf("%s: must be %s", flag.Name, allowed(flag))
}

// fits returns an error if a flag cannot have that value.
func fits(flag *pflag.Flag, v string) (err error) {
	switch flag.Value.Type() {
	case "bool":
		_, err = strconv.ParseBool(v)
	case "int":
		_, err = strconv.Atoi(v)
	case "duration":
		_, err = time.ParseDuration(v)
	}
	if err != nil {
		return fmt.Errorf("%s %q: must be %s", flag.Name, v, allowed(flag))
	}
	if flag.Name == "theme" {
		if err := tui.CheckTheme(v); err != nil {
			return fmt.Errorf("%s %q: %w", flag.Name, v, err)
		}
	}
	if flag.Name == AbortFlag {
		return checkCondition(v)
	}
	return nil
}

// allowed describes the values of a flag.
func allowed(flag *pflag.Flag) string {
	switch flag.Value.Type() {
	case "bool":
		return "true or false"
	case "int":
		return "a whole number"
	case "duration":
		return `a duration such as "500ms" or "1m30s"`
	}
	return "a string in quotes"
}
