package nginxcfg

import "strings"

// paths are nginx's own variables whose values begin with a slash or a question mark: a host ends before them.
var paths = map[string]bool{"request_uri": true, "uri": true, "document_uri": true, "is_args": true}

// hosts returns the hosts, or groups, that a word after proxy_pass and its like may refer to; false if it may be any.
func (v variables) hosts(f family, word string) ([]string, bool) {
	all := []string{""}
	if strings.Count(word, "$") > maxValues {
		return nil, false
	}
	for rest := word; rest != ""; {
		literal, after := span(rest, func(c byte) bool { return c != '$' })
		all = products(all, []string{literal})
		if after == "" {
			break
		}
		name, tail := variableName(after[1:])
		rest = tail
		values, ok := []string{"/"}, paths[name]
		if !ok {
			values, ok = v.known(name)
		}
		switch {
		case complete(f, all): // the host has ended: what follows is a path
			rest = ""
		case !ok, len(all)*len(values) > maxValues:
			return nil, false
		default:
			all = products(all, values)
		}
	}
	for i := range all {
		all[i] = host(f, all[i])
	}
	return all, true
}

// products returns every beginning combined with every end.
func products(beginnings, ends []string) (all []string) {
	for _, a := range beginnings {
		for _, b := range ends {
			all = append(all, a+b)
		}
	}
	return all
}

// complete reports whether each address contains the end of its host.
func complete(f family, all []string) bool {
	for _, s := range all {
		if _, ended := cutHost(f, s); !ended {
			return false
		}
	}
	return true
}

// host returns the host of an address in lower case: case does not matter in the names of hosts, and so of groups.
func host(f family, address string) string {
	h, _ := cutHost(f, address)
	return h
}

// schemes are the schemes that an address may begin with, by family.
var schemes = [families][]string{
	proxy: {"http://", "https://"}, grpc: {"grpc://", "grpcs://"}, uwsgi: {"uwsgi://", "suwsgi://"},
	stream: nil,
}

func cutHost(f family, address string) (string, bool) {
	address = strings.ToLower(address)
	scheme := len(schemes[f]) == 0 || f != proxy
	for _, s := range schemes[f] {
		if after, ok := strings.CutPrefix(address, s); ok {
			address, scheme = after, true
			break
		}
	}
	end := strings.IndexAny(address, "/?")
	if !scheme {
		return "", false
	}
	if end < 0 {
		return address, false
	}
	return address[:end], true
}

// variableName parses NAME or {NAME}.
func variableName(text string) (name, rest string) {
	if inner, ok := strings.CutPrefix(text, "{"); ok {
		name, rest, _ = strings.Cut(inner, "}")
		return name, rest
	}
	return span(text, func(c byte) bool {
		return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	})
}
