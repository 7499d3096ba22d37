package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"hadash/tui"
	"hadash/tui/near"
)

// check says all that is wrong with the file, whichever command it is read for: each problem on a line that begins
// with path:line.
func (f *File) check(t *tree) error {
	f.Keys = map[string][]string{}
	var errs []error
	for _, key := range f.inOrder() {
		if err := f.checkKey(t, key); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", f.at(key), err))
		}
	}
	if len(errs) == 0 {
		errs = f.checkActions()
	}
	return errors.Join(errs...)
}

func (f *File) checkKey(t *tree, key string) error {
	if _, ok := f.values[key].(part); ok {
		return t.part(key)
	}
	dir, name := "", key
	if i := strings.LastIndexByte(key, '.'); i >= 0 {
		dir, name = key[:i], key[i+1:]
	}
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

// find is the flag that a key of a section means.
func (t *tree) find(dir, name string) (*pflag.Flag, error) {
	if dir == "" {
		flag, several := t.top(name)
		switch {
		case flag != nil:
			return flag, nil
		case several != nil:
			return nil, fmt.Errorf("%s: more than one command has it: put it under [%s]", name, strings.Join(sectionNames(several), "] or ["))
		}
		return nil, fmt.Errorf("%s: no such setting%s", name, near.Hint(name, t.topNames()))
	}
	s := t.section(dir)
	if s == nil {
		return nil, t.part(dir)
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

// part says what is wrong with a part of the file of that name.
func (t *tree) part(dir string) error {
	var all []*section
	for i := range t.sections[1:] {
		all = append(all, &t.sections[i+1])
	}
	names := append(sectionNames(all), keysSection)
	if slices.ContainsFunc(names, func(n string) bool { return n == dir || strings.HasPrefix(n, dir+".") }) {
		return nil
	}
	return fmt.Errorf("[%s]: no such part%s", dir, near.Hint(dir, names))
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

// takeKeys is one line of [keys].
func (f *File) takeKeys(action string, v any) error {
	list, ok := v.([]any)
	keys := []string{}
	for _, one := range list {
		s, isText := one.(string)
		ok = ok && isText
		keys = append(keys, s)
	}
	if !ok {
		return fmt.Errorf("%s: a list of keys, please, such as [\"x\", \"ctrl+x\"]; [] is none", action)
	}
	f.Keys[action] = keys
	return nil
}

func (f *File) checkActions() (errs []error) {
	err := tui.CheckKeys(f.Keys)
	if many, ok := err.(interface{ Unwrap() []error }); ok { //nolint:errorlint // what CheckKeys joins
		for _, one := range many.Unwrap() {
			var bad *tui.KeyError
			if errors.As(one, &bad) {
				errs = append(errs, fmt.Errorf("%s: %w", f.at(keysSection+"."+bad.Action), bad))
			}
		}
	}
	return errs
}

// text is a value of the file as a flag would be given it, or what is wrong with it.
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
	return "", fmt.Errorf("%s: %s, please", flag.Name, allowed(flag))
}

// fits reports what is wrong with a text that a flag is to be given.
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
		return fmt.Errorf("%s %q: %s, please", flag.Name, v, allowed(flag))
	}
	if flag.Name == "theme" {
		if err := tui.CheckTheme(v); err != nil {
			return fmt.Errorf("%s %q: %w", flag.Name, v, err)
		}
	}
	return nil
}

// allowed is what a flag can be.
func allowed(flag *pflag.Flag) string {
	switch flag.Value.Type() {
	case "bool":
		return "true or false"
	case "int":
		return "a whole number"
	case "duration":
		return `a time span such as "500ms" or "1m30s"`
	}
	return "a text in quotes"
}
