// Package simulated is a compose project of many HAProxies that does not exist: an Engine that lists its containers, and their
// pages of statistics, all on the loopback. The pages are those that a real HAProxy wrote, with counters that go on.
package simulated

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hadash/record"
)

// Project is the name of the project.
const Project = "many"

// Size is how large a project is.
type Size struct {
	HAProxies, Servers int  // Servers of each HAProxy
	Nodes              bool // the servers are containers of the project too, the same at each HAProxy
}

// World is a simulated project that is served.
type World struct {
	Host      string // for DOCKER_HOST
	HAProxies []*HAProxy
	URLs      []string // of their pages

	containers []container
	servers    []*http.Server
	listeners  []net.Listener
	ended      chan struct{}
}

// Start serves a project, with its Engine at a socket in dir, and the Runtime API of each HAProxy at a socket of its name there. root is the folder of this module, where the captured pages are.
func Start(root, dir string, size Size) (*World, error) {
	w := &World{Host: "unix://" + filepath.Join(dir, "engine.sock"), ended: make(chan struct{})}
	csv, errCSV := unpacked(filepath.Join(root, "collectors", "testdata", "haproxy-2.6.12", "thousand-1.csv.gz"))
	html, errHTML := os.ReadFile(filepath.Join(root, "collectors", "testdata", "lab", "haproxy-3.0.11.html"))
	inspected, errInspect := os.ReadFile(filepath.Join(root, "stack", "testdata", "engine-20.10", "inspect-haproxy.json"))
	e := &engine{ended: w.ended, begun: time.Now()}
	if err := errors.Join(errCSV, errHTML, errInspect, json.Unmarshal(inspected, &e.inspect)); err != nil {
		return nil, err
	}
	template := readPage(csv)
	var to []string
	place := func(nth int) Place {
		return Place{fmt.Sprintf("web%04d", nth+1), fmt.Sprintf("10.9.%d.%d:80", 1+nth/250, 1+nth%250)}
	}
	if size.Nodes {
		for nth := range size.Servers {
			p := place(nth)
			to = append(to, p.Name)
			e.all = append(e.all, container{id: idOf(p.Name), service: p.Name, addr: strings.TrimSuffix(p.Addr, ":80"), labels: map[string]string{"hadash.kind": "server"}})
		}
	} else {
		place = nil
	}
	for i := range size.HAProxies {
		name := fmt.Sprintf("lb%02d", i+1)
		h := newHAProxy(name, template, string(html), size.Servers, place)
		port, err := w.serve("tcp", "127.0.0.1:0", h)
		if err != nil {
			return nil, errors.Join(err, w.Close())
		}
		socket, err := w.listen("unix", filepath.Join(dir, name+".sock"))
		if err != nil {
			return nil, errors.Join(err, w.Close())
		}
		go h.accept(socket)
		w.HAProxies, w.URLs = append(w.HAProxies, h), append(w.URLs, fmt.Sprintf("http://127.0.0.1:%d/;csv", port))
		e.all = append(e.all, container{id: idOf(name), service: name, addr: fmt.Sprintf("10.9.0.%d", i+1), port: port, labels: map[string]string{
			"hadash.kind": "haproxy", "hadash.status": "http://:" + statusPort + "/;csv", "hadash.to": strings.Join(to, ","),
		}})
	}
	w.containers = e.all
	if _, err := w.serve("unix", strings.TrimPrefix(w.Host, "unix://"), e.handler()); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// serve serves at an address, and returns its port.
func (w *World) serve(kind, at string, handler http.Handler) (port int, err error) {
	l, err := w.listen(kind, at)
	if err != nil {
		return 0, err
	}
	s := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	w.servers = append(w.servers, s)
	go func() { _ = s.Serve(l) }() // until Close
	if a, ok := l.Addr().(*net.TCPAddr); ok {
		port = a.Port
	}
	return port, nil
}

func (w *World) listen(kind, at string) (net.Listener, error) {
	l, err := (&net.ListenConfig{}).Listen(context.Background(), kind, at)
	if err == nil {
		w.listeners = append(w.listeners, l)
	}
	return l, err
}

// accept serves a socket of statistics until it is closed.
func (h *HAProxy) accept(l net.Listener) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go h.ServeSocket(c)
	}
}

// Close ends all that is served.
func (w *World) Close() error {
	close(w.ended)
	var all []error
	for _, s := range w.servers {
		all = append(all, s.Close())
	}
	for _, l := range w.listeners {
		_ = l.Close() // a server has closed its own
	}
	return errors.Join(all...)
}

func unpacked(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	z, err := gzip.NewReader(f)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(z)
	return string(text), err
}

// ParseSize reads a Size: 20x1000, or 20x1000nodes.
func ParseSize(text string) (s Size, err error) {
	text, s.Nodes = strings.CutSuffix(text, "nodes")
	if _, err := fmt.Sscanf(text, "%dx%d", &s.HAProxies, &s.Servers); err != nil {
		return s, fmt.Errorf("size %q: want 20x1000, which is 20 HAProxies with 1000 servers each: %w", text, err)
	}
	return s, nil
}

// Topology is what hadash reads from the labels.
func (w *World) Topology() record.Topology {
	t := record.Topology{Project: Project}
	for i := range w.containers {
		c := &w.containers[i]
		n := record.Node{Name: c.service, Kind: record.Kind(c.labels["hadash.kind"]), Addrs: []string{c.addr}}
		if n.Runs(record.KindHAProxy) {
			n.Status = c.labels["hadash.status"]
			if c.labels["hadash.to"] != "" {
				n.To = strings.Split(c.labels["hadash.to"], ",")
			}
		}
		t.Nodes = append(t.Nodes, n)
	}
	return t
}
