package stack

import (
	"context"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hadash/stack/label"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// ownSubnet is the first three numbers of the stack's network in compose.yaml.
const ownSubnet = "172.28.44"

var (
	subnetTaken = regexp.MustCompile(`(?i)pool overlaps with other one`)
	portTaken   = regexp.MustCompile(`(?i)port is already allocated|address already in use|ports are not available`)
	boundTo     = regexp.MustCompile(`\d:(\d{1,5})\b`)
)

// taken says who has the subnet or the port that containers could not get, and what to do; "" if they failed for another
// reason, or neither is known.
func (l *lab) taken(ctx context.Context, said []string) string {
	for _, line := range said {
		switch {
		case subnetTaken.MatchString(line):
			return l.remedy("its subnet", l.subnetHolder(ctx))
		case portTaken.MatchString(line):
			what, holder := "a port of it", ""
			if m := boundTo.FindStringSubmatch(line); m != nil {
				what, holder = "port "+m[1], l.portHolder(ctx, m[1])
			}
			return l.remedy(what, holder)
		}
	}
	return ""
}

// elsewhere is how a second stack gets a network and ports of its own.
const elsewhere = "give this one another network and other ports: HADASH_SUBNET (172.28.46, say) and each HADASH_PORT_..., as in .env.example"

// remedy is the advice; holder is the project that has what is wanted, "" when it is not known.
func (l *lab) remedy(what, holder string) string {
	advice := ""
	switch own := l.ownVariables(); {
	case holder != "" && own:
		advice = " by project " + holder + ": end that stack with " + Options{Project: holder, Context: l.opts.Context}.Call("down") + ", or " + elsewhere
	case holder != "":
		advice = " by project " + holder + ": end it, or change the compose file"
	case own:
		advice = " already: " + elsewhere
	default:
		return ""
	}
	return what + " is used" + advice
}

// ownVariables reports whether the compose files take the network and the ports from the environment as ours do.
func (l *lab) ownVariables() bool {
	return slices.ContainsFunc(l.p.files.Paths, func(path string) bool {
		text, err := os.ReadFile(path) //nolint:gosec // compose has read it
		return err == nil && strings.Contains(string(text), "HADASH_SUBNET")
	})
}

// subnetHolder finds the project whose network overlaps with the one of this stack; "" when it is not known.
func (l *lab) subnetHolder(ctx context.Context) string {
	want := l.p.files.Lookup("HADASH_SUBNET")
	if want == "" {
		want = ownSubnet
	}
	subnet, err := netip.ParsePrefix(want + ".0/24")
	if err != nil {
		return ""
	}
	all, err := l.p.api.NetworkList(ctx, network.ListOptions{})
	if err != nil {
		return ""
	}
	for _, n := range all {
		for _, c := range n.IPAM.Config {
			has, err := netip.ParsePrefix(c.Subnet)
			if err == nil && has.Overlaps(subnet) && n.Labels[label.Project] != l.p.name {
				return n.Labels[label.Project]
			}
		}
	}
	return ""
}

// portHolder finds the project that publishes a port; "" when it is not known.
func (l *lab) portHolder(ctx context.Context, port string) string {
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return ""
	}
	all, err := l.p.api.ContainerList(ctx, container.ListOptions{})
	if err != nil {
		return ""
	}
	for _, c := range all {
		for _, p := range c.Ports {
			if uint64(p.PublicPort) == n && c.Labels[label.Project] != l.p.name {
				return c.Labels[label.Project]
			}
		}
	}
	return ""
}
