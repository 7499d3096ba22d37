package stack

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// Facts returns what discovery asks about every container of the project. What runs in a container is not known where the
// Engine cannot list it.
func (p *Project) Facts(ctx context.Context) ([]host.Container, error) {
	all, err := p.list(ctx)
	if err != nil {
		return nil, err
	}
	var out []host.Container
	for _, s := range all {
		c, err := p.confirmed(ctx, s.Labels[label.Node], s)
		if errors.Is(err, errNoContainer) {
			continue // gone since the list was made
		}
		if err != nil {
			return nil, err
		}
		facts := p.factsOf(ctx, c)
		if facts.Running {
			facts.Processes = p.processes(ctx, c.ID)
			facts.Root = p.rootOf(c)
		}
		out = append(out, facts)
	}
	return out, nil
}

// processes lists the command lines of what runs in a container, those that began first first.
func (p *Project) processes(ctx context.Context, id string) []string {
	top, err := p.api.ContainerTop(ctx, id, []string{"-eo", "pid,args"})
	if err != nil {
		return nil
	}
	args := slices.IndexFunc(top.Titles, func(t string) bool { return t == "COMMAND" || t == "CMD" })
	var out []string
	for _, row := range top.Processes {
		if args >= 0 && args < len(row) {
			out = append(out, row[args])
		}
	}
	return out
}

// rootOf is where the files of a running container are on this machine, those in its memory and its sockets too; "" if this
// process may not see them.
func (p *Project) rootOf(c container.InspectResponse) string {
	if p.host != "" || c.State.Pid <= 0 {
		return ""
	}
	// On another machine that number is another process: the one meant has the container's ID in its groups or mounts.
	root := fmt.Sprintf("/proc/%d/root", c.State.Pid)
	control, err := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", c.State.Pid))
	mounts, errMounts := os.ReadFile(fmt.Sprintf("/proc/%d/mountinfo", c.State.Pid))
	if err != nil && errMounts != nil || !strings.Contains(string(control)+string(mounts), c.ID) {
		return ""
	}
	if _, err := os.ReadDir(root); err != nil {
		return ""
	}
	return root
}

func (p *Project) factsOf(ctx context.Context, c container.InspectResponse) host.Container {
	f := host.Container{
		ID: c.ID, Name: strings.TrimPrefix(c.Name, "/"), Node: c.Config.Labels[label.Node], Service: c.Config.Labels[label.Service],
		Image: c.Config.Image, Running: c.State.Running, Started: when(c.State.StartedAt), Hostname: c.Config.Hostname, Entrypoint: c.Config.Entrypoint,
		Command: c.Config.Cmd, WorkingDir: c.Config.WorkingDir, Env: c.Config.Env, Labels: c.Config.Labels,
		Links: c.HostConfig.Links, Hosts: map[string]string{}, LogDriver: c.HostConfig.LogConfig.Type,
		At: p.outside(""), Local: p.host == "", Machine: p.at, Reached: p.reached(ctx, c),
	}
	if p.at != "" && c.Config.Labels[label.SwarmTask] == "" {
		f.Service = record.AtHost(f.Service, p.at) // each host has services of its own
	}
	if !f.Running {
		f.State = c.State.Status
		if f.State == "exited" {
			f.State += fmt.Sprintf(" with code %d", c.State.ExitCode)
		}
	}
	f.Number, _ = strconv.Atoi(c.Config.Labels[label.Number])
	switch mode := c.HostConfig.NetworkMode; {
	case mode.IsHost(), mode.IsNone(), mode.IsContainer():
		f.Network = string(mode)
	}
	for _, extra := range c.HostConfig.ExtraHosts {
		if name, address, ok := strings.Cut(extra, ":"); ok {
			f.Hosts[name] = address
		}
	}
	for _, name := range sortedKeys(c.NetworkSettings.Networks) {
		e := c.NetworkSettings.Networks[name]
		if e == nil {
			continue
		}
		end := host.Endpoint{Network: p.networkOf(ctx, name, e), IPs: addresses(map[string]*network.EndpointSettings{name: e})}
		end.Names = slices.Compact(slices.Concat(e.DNSNames, e.Aliases))
		if ip, err := netip.ParseAddr(e.IPAddress); err == nil {
			if subnet, err := ip.Prefix(e.IPPrefixLen); err == nil {
				end.Subnet = subnet.String()
			}
		}
		f.Endpoints = append(f.Endpoints, end)
	}
	ports := c.NetworkSettings.Ports // those that the Engine chose are there while it runs
	if len(ports) == 0 {
		ports = c.HostConfig.PortBindings
	}
	for port, bindings := range ports {
		for _, b := range bindings {
			at := host.Port{Port: port.Int(), Host: p.outside(b.HostIP)}
			if at.HostPort, _ = strconv.Atoi(b.HostPort); at.HostPort > 0 {
				f.Published = append(f.Published, at)
			}
		}
	}
	slices.SortFunc(f.Published, func(a, b host.Port) int { return a.HostPort - b.HostPort })
	for port := range c.Config.ExposedPorts {
		f.Exposed = append(f.Exposed, port.Int())
	}
	slices.Sort(f.Exposed)
	for _, m := range c.Mounts {
		f.Mounts = append(f.Mounts, host.Mount{Source: either(m.Name, m.Source), Path: m.Source, Volume: m.Name != "", Destination: m.Destination})
	}
	return f
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// ReadFile reads a file of a container, at most 1 MiB, running or not. Of a link it tells where it leads. What lies in the
// container's memory, which the Engine does not give, is read from this machine where that is possible.
func (p *Project) ReadFile(ctx context.Context, id, file string) (host.File, error) {
	out, err := p.copyFile(ctx, id, file)
	if err != nil {
		if text, errHere := p.readHere(ctx, id, file); errHere == nil {
			return host.File{Text: text}, nil
		}
	}
	if out.Target != "" && !path.IsAbs(out.Target) {
		out.Target = path.Join(path.Dir(file), out.Target)
	}
	return out, err
}

// readHere reads a file of a running container from this machine. Links do not lead out of the container.
func (p *Project) readHere(ctx context.Context, id, file string) ([]byte, error) {
	c, err := p.api.ContainerInspect(ctx, id)
	if err != nil {
		return nil, err
	}
	if c.ContainerJSONBase == nil || c.State == nil {
		return nil, errNoContainer
	}
	root := p.rootOf(c)
	if root == "" {
		return nil, errors.New("its files cannot be seen from here")
	}
	f, err := os.OpenInRoot(root, strings.TrimPrefix(path.Clean(file), "/"))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.New("not a file")
	}
	return io.ReadAll(io.LimitReader(f, maxConfig))
}

// maxFolder bounds how much of a folder is read.
const maxFolder = 4 << 20

// ReadFolder reads the files below a folder of a container, running or not: at most 4 MiB, and none larger than 1 MiB. Links
// within the folder are read as what they lead to.
func (p *Project) ReadFolder(ctx context.Context, id, folder string) ([]balancer.File, error) {
	stream, _, err := p.api.CopyFromContainer(ctx, id, folder)
	if err != nil {
		return nil, err
	}
	defer func() { _ = stream.Close() }()
	archive := tar.NewReader(io.LimitReader(stream, 4*maxFolder))
	var out []balancer.File
	links := map[string]string{}
	room := maxFolder
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return out, err
		}
		_, below, _ := strings.Cut(path.Clean(head.Name), "/") // it begins with the folder's own name
		name := path.Join(folder, below)
		switch {
		case head.Typeflag == tar.TypeSymlink && path.IsAbs(head.Linkname):
			links[name] = path.Clean(head.Linkname)
		case head.Typeflag == tar.TypeSymlink:
			links[name] = path.Join(path.Dir(name), head.Linkname)
		case head.Typeflag != tar.TypeReg || head.Size > maxConfig:
		default:
			text, err := io.ReadAll(archive)
			if err != nil {
				return out, err
			}
			if room -= len(text); room < 0 {
				return out, errors.New("the folder holds more than 4 MiB")
			}
			out = append(out, balancer.File{Path: name, Text: text, Changed: head.ModTime})
		}
	}
	return append(out, followed(out, links)...), nil
}

// followed returns the files that links lead to, under the links' names.
func followed(files []balancer.File, links map[string]string) (out []balancer.File) {
	for _, name := range sortedKeys(links) {
		for _, f := range files {
			if f.Path == links[name] {
				out = append(out, balancer.File{Path: name, Text: f.Text})
			}
		}
	}
	return out
}
