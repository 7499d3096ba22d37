package stack

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"hadash/stack/cluster"

	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/config/configfile"
	dcontext "github.com/docker/cli/cli/context"
	"github.com/docker/cli/cli/context/docker"
	"github.com/docker/cli/cli/context/store"
	"github.com/docker/docker/client"
)

// engine is a Docker Engine, found as the docker command finds it.
type engine struct {
	api    *client.Client
	config *configfile.ConfigFile
	host   string // unix:///var/run/docker.sock
	from   string // where the host comes from
}

// findEngine tries what the docker command tries, in its order: the given context, DOCKER_HOST, DOCKER_CONTEXT, the
// current context of config.json, the default socket (docker/cli cli/command/cli.go, resolveContextName). We use the
// CLI's packages for contexts, TLS and ssh, but not cli/command itself, which doubles the size of the binary.
func findEngine(contextName string) (engine, error) {
	if strings.Contains(contextName, ",") {
		return engine{}, fmt.Errorf("docker contexts %s: this works on one Engine; name one with --context (a stack on all of them is one of a swarm: 'hadash up --swarm')", contextName)
	}
	// An unreadable config.json is no reason to stop: the docker command only warns, too.
	conf, _ := config.Load(config.Dir())
	name, from := contextToUse(contextName, conf)
	var end docker.Endpoint
	var err error
	if name == "" {
		end, err = environment()
	} else {
		end, err = stored(name)
	}
	if err != nil {
		return engine{}, err
	}
	api, err := newClient(end, conf)
	if err != nil {
		return engine{}, fmt.Errorf("docker at %s (%s): %w", end.Host, from, err)
	}
	return engine{api: api, config: conf, host: end.Host, from: from}, nil
}

// contextToUse names the stored context to use, or "" for the endpoint in the environment.
func contextToUse(asked string, conf *configfile.ConfigFile) (name, from string) {
	switch {
	case asked != "":
		name, from = asked, "context "+asked
	case os.Getenv(client.EnvOverrideHost) != "":
		return "", client.EnvOverrideHost
	case os.Getenv("DOCKER_CONTEXT") != "":
		name, from = os.Getenv("DOCKER_CONTEXT"), "DOCKER_CONTEXT"
	case conf.CurrentContext != "":
		name, from = conf.CurrentContext, "current context "+conf.CurrentContext
	}
	if name != "" && name != "default" {
		return name, from
	}
	if os.Getenv(client.EnvOverrideHost) != "" {
		return "", client.EnvOverrideHost
	}
	return "", "the default: neither DOCKER_HOST nor a docker context names another"
}

// environment returns the endpoint of the context "default": DOCKER_HOST with the TLS variables.
func environment() (docker.Endpoint, error) {
	var end docker.Endpoint
	verify := os.Getenv(client.EnvTLSVerify) != ""
	useTLS := verify || os.Getenv("DOCKER_TLS") != ""
	end.Host = withPort(os.Getenv(client.EnvOverrideHost), useTLS)
	if end.Host == "" {
		end.Host = client.DefaultDockerHost
	}
	if !useTLS {
		return end, nil
	}
	dir := os.Getenv(client.EnvOverrideCertPath)
	if dir == "" {
		dir = config.Dir()
	}
	end.SkipTLSVerify = !verify
	data, err := dcontext.TLSDataFromFiles(file(dir, "ca.pem"), file(dir, "cert.pem"), file(dir, "key.pem"))
	if err != nil {
		return end, fmt.Errorf("read the TLS keys of DOCKER_CERT_PATH %s: %w", dir, err)
	}
	end.TLSData = data
	return end, nil
}

// file returns the path of a file in dir, or "" if it does not exist.
func file(dir, name string) string {
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// withPort completes a DOCKER_HOST as the docker command does: a bare host means tcp, and tcp has a default port.
func withPort(host string, useTLS bool) string {
	if host == "" {
		return ""
	}
	if !strings.Contains(host, "://") {
		host = "tcp://" + host
	}
	u, err := url.Parse(host)
	if err != nil || u.Scheme != "tcp" || u.Port() != "" {
		return host
	}
	u.Host += ":2375"
	if useTLS {
		u.Host = u.Hostname() + ":2376"
	}
	return u.String()
}

// KnownContext returns an error if there is no such Docker context: no Engine is asked.
func KnownContext(name string) error {
	if name == "default" {
		return nil
	}
	_, err := stored(name)
	return err
}

// stored reads a context made by "docker context create".
func stored(name string) (docker.Endpoint, error) {
	s := store.New(config.ContextStoreDir(), store.NewConfig(
		func() any { return &map[string]any{} },
		store.EndpointTypeGetter(docker.DockerEndpoint, func() any { return &docker.EndpointMeta{} }),
	))
	meta, err := s.GetMetadata(name)
	if err != nil {
		return docker.Endpoint{}, fmt.Errorf("docker context %q: %w; `docker context ls` lists the contexts", name, err)
	}
	where, err := docker.EndpointFromContext(meta)
	if err != nil {
		return docker.Endpoint{}, fmt.Errorf("docker context %q: %w", name, err)
	}
	end, err := docker.WithTLSData(s, name, where)
	if err != nil {
		return docker.Endpoint{}, fmt.Errorf("docker context %q: %w", name, err)
	}
	return end, nil
}

// newClient makes a client that uses the Engine's own API version, down to that of 20.10.
func newClient(end docker.Endpoint, conf *configfile.ConfigFile) (*client.Client, error) {
	opts, err := end.ClientOpts()
	if err != nil {
		return nil, err
	}
	if len(conf.HTTPHeaders) > 0 {
		opts = append(opts, client.WithHTTPHeaders(conf.HTTPHeaders))
	}
	return client.NewClientWithOpts(opts...)
}

// publishedOn is the host on which the Engine publishes ports, "" for this machine.
func (e engine) publishedOn() string {
	u, err := url.Parse(e.host)
	if err != nil || u.Scheme != "tcp" && u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "ssh" {
		return ""
	}
	return u.Hostname()
}

// Identity tells an Engine from others.
type Identity struct {
	ID, Name string // its own, and its machine's
	Swarm    string // the ID of the swarm that it manages; "" where it does not say
}

// Identity asks the Engine who it is.
func (p *Project) Identity(ctx context.Context) (Identity, error) {
	info, err := p.api.Info(ctx)
	return Identity{info.ID, info.Name, cluster.SwarmOf(info)}, err
}
