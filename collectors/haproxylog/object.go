package haproxylog

import (
	"errors"
	"strings"

	"hadash/collectors/lineform"
)

// A log-format with %{+json}o, since HAProxy 3.0, writes each line as one object: the items that have a name, %(name)ST or
// %(name:type)ST, and nothing of the text between them (configuration.txt 8.2.6).

var (
	errUnnamed = errors.New("its items have no names, so that HAProxy leaves them out of the object: write %(status)ST")
	errCBOR    = errors.New("HAProxy writes it as CBOR; with %{+json}o it can be read")
)

// keysOf returns where the named items of such a format go. Like Assign it sets what the format has.
func keysOf(parts []lineform.Part, names []string, has []bool) (map[string]slot, error) {
	var named []lineform.Part
	var keys []string
	for i, name := range names {
		if name != "" {
			named, keys = append(named, parts[i]), append(keys, name)
		}
	}
	if len(named) == 0 {
		return nil, errUnnamed
	}
	lineform.Assign(named, variables, has)
	out := make(map[string]slot, len(keys))
	for i, key := range keys {
		if s := named[i].Slot; s > 0 {
			out[key] = slot(s)
		}
	}
	return out, nil
}

// object reads the values of a line that is one object.
func (f *Format) object(line string, v *values) bool {
	if !strings.HasPrefix(line, "{") {
		return false
	}
	v.object = true
	found := 0
	whole := lineform.Object(line, func(key, value string) {
		s, ok := f.keys[key]
		if !ok {
			return
		}
		found++
		if value == "null" { // the item has no value
			value = "-"
		}
		v.read[s] = value
	})
	return whole && found == len(f.keys)
}

// missing says why a line that looks like an object of this format cannot be read; "" if it does not look like one.
func (f *Format) missing(line string) string {
	if !strings.HasPrefix(line, "{") {
		return ""
	}
	found, last := map[string]bool{}, ""
	whole := lineform.Object(line, func(key, _ string) {
		if last = key; f.keys[key] != 0 {
			found[key] = true
		}
	})
	switch {
	case 2*len(found) < len(f.keys):
		return ""
	case !whole:
		return "it does not fit " + f.name + ": it is no whole object after " + lineform.Quote(last)
	}
	for _, key := range f.order {
		if !found[key] {
			return "it does not fit " + f.name + ": it has no " + lineform.Quote(key)
		}
	}
	return ""
}

// CBOR reports whether a line is an object in CBOR, which HAProxy writes in hexadecimal digits (%{+cbor}o).
func CBOR(line string) bool {
	return len(line) >= 8 && strings.HasPrefix(strings.ToUpper(line[:2]), "BF") && strings.Trim(line, "0123456789abcdefABCDEF") == ""
}
