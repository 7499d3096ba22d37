package nginxcfg

import (
	"slices"
	"strings"

	"hadash/conf/balancer"
)

// Read returns what a configuration says of whom nginx passes requests to, where its numbers are, and where it logs. An include
// is replaced by the files that it refers to, if they were given; files that none refers to are left out. Read never fails.
func Read(files []File) balancer.Conf {
	in := load(files)
	w := whole{formats: map[string]string{"combined": ""}, vars: variables{}}
	main := in.main()
	if main == nil {
		return w.out
	}
	all := in.whole(main.block, 0)
	w.out.Files = append([]string{main.path}, in.read...)
	w.vars.collect(all)
	for _, f := range formatsOf(all, map[string]bool{}, nil) { // they may stand behind their use
		w.formats[f.Name] = f.Text
	}
	w.walk(all, around{pass: proxy})
	w.direct()
	w.defaultLogs()
	return w.out
}

// whole is the state of reading a configuration for Read.
type whole struct {
	out     balancer.Conf
	vars    variables
	formats map[string]string // log_format, by name
	passes  []pass
}

// pass is a place where requests are passed on.
type pass struct {
	f    family
	d    *directive
	logs []balancer.Log
}

// around is what holds at one place of the configuration.
type around struct {
	pass  family // of proxy_pass
	binds []balancer.Bind
	path  string // of the location
	only  bool   // loopback alone may ask
	logs  []balancer.Log
}

// walk reads a block and the blocks within it.
func (w *whole) walk(b *block, here around) {
	here.logs = w.logsOf(b, here.logs)
	here.only = onlyInside(b, here.only)
	for i := range b.all {
		d := &b.all[i]
		if f, passes := passing(d.name(), here.pass); passes && d.block == nil {
			w.passes = append(w.passes, pass{f, d, here.logs})
			continue
		}
		switch inner := here; d.name() {
		case "include":
			w.out.Unread = append(w.out.Unread, balancer.Unread{What: "include " + d.word(1) + ": not given", From: at(d)})
		case "stub_status":
			w.out.Pages = append(w.out.Pages, balancer.Page{Kind: balancer.StubStatus, Path: here.path, Binds: here.binds, Inside: here.only, From: at(d)})
		case "error_log":
			to := w.logTo(d)
			to.Errors, to.Level = true, d.word(2)
			w.out.Logs = append(w.out.Logs, to)
		case "stream":
			if d.block != nil {
				inner.pass = stream
				w.walk(d.block, inner)
			}
		case "upstream":
			if d.block != nil {
				w.group(d, here.pass)
			}
		case "server":
			if d.block != nil {
				inner.binds = binds(d.block, here.pass)
				w.out.Binds = append(w.out.Binds, inner.binds...)
				if here.pass != stream {
					w.serves(w.logsOf(d.block, here.logs))
				}
				w.walk(d.block, inner)
			}
		case "map", "geo", "types", "split_clients", "mail", "events":
		default:
			if d.block == nil || strings.Contains(d.name(), "_by_lua") {
				continue
			}
			if d.name() == "location" {
				inner.path = d.words[len(d.words)-1]
			}
			w.walk(d.block, inner)
		}
	}
}

// onlyInside reports whether the rules of a block let nobody in but loopback; those around it hold where it has none.
func onlyInside(b *block, outer bool) bool {
	ruled, shut := false, false
	for i := range b.all {
		switch d := &b.all[i]; {
		case d.name() != "allow" && d.name() != "deny":
			continue
		case shut:
		case d.name() == "deny" && d.word(1) == "all":
			shut = true
		case d.name() == "allow" && !strings.HasPrefix(d.word(1), "127.") && d.word(1) != "::1" && d.word(1) != "unix:":
			return false
		}
		ruled = true
	}
	if !ruled {
		return outer
	}
	return shut
}

func at(d *directive) balancer.Place { return balancer.Place{File: d.file, Line: d.line} }

func modeOf(f family) balancer.Mode {
	if f == stream {
		return balancer.TCP
	}
	return balancer.HTTP
}

// group reads an upstream block, without the servers that are down.
func (w *whole) group(d *directive, f family) {
	g := balancer.Group{Name: d.word(1), Mode: modeOf(f), From: at(d)}
	for i := range d.block.all {
		switch s := &d.block.all[i]; s.name() {
		case "server":
			if len(s.words) > 1 && !slices.Contains(s.words[2:], "down") {
				g.Servers = append(g.Servers, serverOf(s))
			}
		case "least_conn", "least_time", "ip_hash", "hash", "random", "sticky":
			g.Balance = s.name()
		}
	}
	w.out.Groups = append(w.out.Groups, g)
}

// serverOf reads a server line of an upstream block.
func serverOf(s *directive) balancer.Server {
	out := placed(s.word(1))
	out.From = at(s)
	out.Backup = slices.Contains(s.words[2:], "backup")
	out.Unchecked = slices.Contains(s.words[2:], "max_fails=0")
	return out
}

// placed is a server by its address, without the login that somebody may have written before it.
func placed(address string) balancer.Server {
	address = address[strings.LastIndexByte(address, '@')+1:]
	out := balancer.Server{Name: address}
	if path, unix := strings.CutPrefix(address, "unix:"); unix {
		out.Unix = path
		return out
	}
	out.Host, out.Port = hostPort(address, 0)
	return out
}

// direct makes a group of each server to which requests are passed without an upstream block.
func (w *whole) direct() {
	named, seen := map[string]bool{}, map[string]bool{}
	for _, g := range w.out.Groups {
		named[strings.ToLower(g.Name)] = true
	}
	for _, p := range w.passes {
		w.addLogs(p.logs)
		word := p.d.word(1)
		hosts, ok := w.vars.hosts(p.f, word)
		if !ok {
			w.out.Unread = append(w.out.Unread, balancer.Unread{What: p.d.name() + " " + word + ": it may lead anywhere", From: at(p.d)})
			continue
		}
		for _, h := range hosts {
			if h == "unix:" {
				h = socketIn(word)
			}
			if h == "" || named[h] || seen[h] {
				continue
			}
			seen[h] = true
			s := placed(h)
			s.From, s.Variable, s.Maybe = at(p.d), variableIn(p.f, word), len(hosts) > 1
			w.out.Groups = append(w.out.Groups, balancer.Group{Mode: modeOf(p.f), Servers: []balancer.Server{s}, From: s.From})
		}
	}
}

// socketIn returns the UNIX socket of an address such as "http://unix:/run/app.sock:/uri" as "unix:/run/app.sock".
func socketIn(word string) string {
	_, after, _ := strings.Cut(word, "unix:")
	file, _, _ := strings.Cut(after, ":")
	return "unix:" + file
}

// variableIn returns the variable that decides which host an address leads to, with its $; "" if none does.
func variableIn(f family, word string) string {
	i := strings.IndexByte(word, '$')
	if i < 0 || complete(f, []string{word[:i]}) {
		return ""
	}
	name, _ := variableName(word[i+1:])
	if paths[name] {
		return ""
	}
	return "$" + name
}
