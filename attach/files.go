package attach

import (
	"context"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"hadash/conf/balancer"
	"hadash/conf/haproxycfg"
	"hadash/conf/nginxcfg"
	"hadash/host"
	"hadash/record"
)

// usual are the places where images and packages keep a balancer's configuration, the most likely first.
var usual = map[record.Kind][]string{
	record.KindHAProxy: {"/usr/local/etc/haproxy/haproxy.cfg", "/etc/haproxy/haproxy.cfg", "/bitnami/haproxy/conf/haproxy.cfg", "/opt/bitnami/haproxy/conf/haproxy.cfg",
		"/usr/local/etc/haproxy.conf", "/usr/local/etc/haproxy.cfg", "/opt/homebrew/etc/haproxy.cfg"},
	record.KindNginx: {"/etc/nginx/nginx.conf", "/usr/local/openresty/nginx/conf/nginx.conf", "/opt/bitnami/nginx/conf/nginx.conf", "/config/nginx/nginx.conf",
		"/usr/local/nginx/conf/nginx.conf", "/usr/local/etc/nginx/nginx.conf", "/opt/homebrew/etc/nginx/nginx.conf"},
}

// named returns the configuration files that a balancer was started with: those of its process, else those of its command.
func named(c *host.Container, kind record.Kind) []string {
	for _, line := range c.Processes {
		if processKind(line) == kind {
			_, line, _ = strings.Cut(line, "nginx: master process ")
			if files := filesOf(strings.Fields(line), kind, c.WorkingDir); len(files) > 0 {
				return files
			}
		}
	}
	for _, line := range c.Processes {
		if processKind(line) == kind {
			if files := filesOf(strings.Fields(line), kind, c.WorkingDir); len(files) > 0 {
				return files
			}
		}
	}
	if is, words := commandKind(c); is == kind {
		for i, w := range words {
			words[i] = os.Expand(w, func(name string) string { return valueOf(c, name) })
		}
		return filesOf(words, kind, c.WorkingDir)
	}
	return nil
}

// valueOf is the value of a container's variable, as a shell would expand it.
func valueOf(c *host.Container, name string) string {
	name, otherwise, _ := strings.Cut(name, ":-")
	for _, e := range c.Env {
		if key, value, _ := strings.Cut(e, "="); key == name {
			return value
		}
	}
	return otherwise
}

// filesOf reads the configuration files from the words of a command: each -f and what follows -- of HAProxy, with -C, and -c
// with -p of nginx.
func filesOf(words []string, kind record.Kind, dir string) (files []string) {
	at := "-f"
	if kind == record.KindNginx {
		at = "-c"
	}
	prefix := dir
	for i := 1; i < len(words); i++ {
		switch w := words[i]; {
		case w == "--" && kind == record.KindHAProxy:
			files = append(files, words[i+1:]...)
			i = len(words)
		case i+1 < len(words) && w == at:
			i++
			files = append(files, words[i])
		case i+1 < len(words) && (w == "-C" && kind == record.KindHAProxy || w == "-p" && kind == record.KindNginx):
			i++
			prefix = words[i]
		case strings.HasPrefix(w, at) && len(w) > len(at) && !strings.HasPrefix(w, "--"):
			files = append(files, strings.TrimPrefix(w, at))
		}
	}
	for i, f := range files {
		if !path.IsAbs(f) {
			files[i] = path.Join("/", prefix, f)
		}
	}
	return files
}

// configuration reads what a balancer's program read, out of its container: the files that it was started with, else those in
// the usual places. A folder of HAProxy's stands for its *.cfg in order; nginx's whole folder is read, so that includes are
// found in it.
func (d *discovery) configuration(ctx context.Context, c *host.Container, kind record.Kind) (balancer.Conf, bool) {
	files := d.files(ctx, c, kind)
	if len(files) == 0 {
		d.missing = append(d.missing, Missing{About: c.Node, What: "no configuration was found in its container"})
		return balancer.Conf{}, false
	}
	d.changed[c.Node] = newest(files)
	return Conf(kind, files, c.Env), true
}

// Conf reads the configuration of a kind of balancer.
func Conf(kind record.Kind, files []balancer.File, env []string) balancer.Conf {
	if kind == record.KindNginx {
		return nginxcfg.Read(files)
	}
	return haproxycfg.Read(files, env)
}

// files reads the files of a balancer's configuration.
func (d *discovery) files(ctx context.Context, c *host.Container, kind record.Kind) []balancer.File {
	names, rule := named(c, kind), Rule("R3 command")
	if label := withoutKeepalived(labelList(c, "hadash.config")); len(label) > 0 {
		if len(names) > 0 && !slices.Equal(names, label) {
			d.against(c, "hadash.config says "+list(label), "it was started with "+list(names))
		}
		names, rule = label, labelled
	}
	if len(names) == 0 {
		names, rule = usual[kind], "R3 usual place"
	}
	var files []balancer.File
	for _, name := range names {
		read, err := d.read(ctx, c, kind, name)
		if err != nil {
			if rule != "R3 usual place" {
				d.missing = append(d.missing, Missing{About: c.Node, What: fmt.Sprintf("its configuration %s cannot be read: %v", name, err)})
			}
			continue
		}
		files = append(files, read...)
		d.fact(c.Node, "is configured by "+name, rule, name)
		if rule == "R3 usual place" {
			break
		}
	}
	return files
}

const maxLinks = 5

func (d *discovery) read(ctx context.Context, c *host.Container, kind record.Kind, name string) ([]balancer.File, error) {
	target := name
	for range maxLinks {
		file, err := d.engine.Read(ctx, c.ID, target)
		switch {
		case err != nil && kind == record.KindHAProxy:
			return d.folder(ctx, c, target, err)
		case err != nil:
			return nil, err
		case file.Target != "":
			target = file.Target
			continue
		case kind == record.KindNginx:
			return d.around(ctx, c, balancer.File{Path: name, Text: file.Text, Changed: file.Changed}), nil
		}
		return []balancer.File{{Path: name, Text: file.Text, Changed: file.Changed}}, nil
	}
	return nil, fmt.Errorf("too many links")
}

// folder reads HAProxy's "-f FOLDER": its files that end in .cfg, by name.
func (d *discovery) folder(ctx context.Context, c *host.Container, name string, otherwise error) ([]balancer.File, error) {
	all, err := d.engine.Folder(ctx, c.ID, name)
	if err != nil {
		return nil, otherwise
	}
	var out []balancer.File
	for _, f := range all {
		if path.Dir(f.Path) == path.Clean(name) && strings.HasSuffix(f.Path, ".cfg") && !strings.HasPrefix(path.Base(f.Path), ".") {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b balancer.File) int { return strings.Compare(a.Path, b.Path) })
	return out, nil // an empty folder is none of HAProxy's errors
}

// around returns nginx's main file and what lies beside and below it, of which it may include some.
func (d *discovery) around(ctx context.Context, c *host.Container, main balancer.File) []balancer.File {
	out := []balancer.File{main}
	if !strings.Contains(string(main.Text), "include") {
		return out
	}
	folders := []string{path.Dir(main.Path)}
	for i := 0; i < len(folders) && i < maxFolders; i++ {
		if folders[i] == "/" || folders[i] == "/tmp" {
			continue // too much, and not nginx's
		}
		all, err := d.engine.Folder(ctx, c.ID, folders[i])
		if err != nil {
			all = nil
		}
		for _, f := range all {
			if f.Path != main.Path && !foreign(f.Path) {
				out = append(out, f)
			}
		}
		for _, f := range out { // those of other folders that these include
			folders = more(folders, includes(f))
		}
	}
	return out
}

// maxFolders bounds how many folders are read for nginx's includes.
const maxFolders = 8

// more adds the folders of patterns that are below none of those there are.
func more(folders, patterns []string) []string {
	for _, pattern := range patterns {
		dir := path.Dir(pattern)
		known := slices.ContainsFunc(folders, func(f string) bool { _, is := under(f, dir); return is })
		if !known && !strings.ContainsAny(dir, "*?[") {
			folders = append(folders, dir)
		}
	}
	return folders
}

// includes lists the absolute patterns that a file includes.
func includes(f balancer.File) (out []string) {
	for _, p := range nginxcfg.Includes(f) {
		if path.IsAbs(p) {
			out = append(out, path.Clean(p))
		}
	}
	return out
}

// foreign tells the files of nginx's folder that are no configuration: keys, certificates, scripts.
func foreign(name string) bool {
	switch path.Ext(name) {
	case ".pem", ".key", ".crt", ".csr", ".so", ".js", ".lua", ".html", ".htpasswd", ".default", ".dpkg-dist", ".template":
		return true
	}
	return strings.Contains(name, "/ssl/") || strings.Contains(name, "/modules/") || strings.Contains(name, "htpasswd")
}
