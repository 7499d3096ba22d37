package attach

import (
	"slices"
	"testing"

	"hadash/host"
)

// R19: what a server is, by its image, else by its port, else by how it is balanced.
func TestSoftware(t *testing.T) {
	image := func(name string) func(*host.Container) { return func(c *host.Container) { c.Image = name } }
	f, _ := lb(t, "listen a\n mode tcp\n bind :1\n server one db:3307 check\n server two cache:7000\n server three unsaid:5432\n server four thing:9\nlisten b\n mode http\n bind :2\n server five web:80\n", nil,
		box("db", "10.0.0.3", image("registry.lab/bitnami/mariadb-galera:11")), box("cache", "10.0.0.4", image("valkey/valkey:8")), box("unsaid", "10.0.0.5"), box("thing", "10.0.0.6"), box("web", "10.0.0.7"))
	for service, want := range map[string]string{"db": "is mysql", "cache": "is redis", "unsaid": "is postgres", "thing": "is server", "web": "is app"} {
		if !slices.ContainsFunc(f.Facts, func(x Fact) bool { return x.About == service && x.Rule == "R19" && x.What == want }) {
			t.Errorf("%s: not %q", service, want)
		}
	}
}
