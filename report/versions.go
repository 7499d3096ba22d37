package report

import (
	"strings"

	"hadash/incident"
)

func Versions(f *incident.Frame, hadash string) string {
	var all []string
	if f.HAProxy != nil && f.HAProxy.Version != "" {
		all = append(all, "HAProxy "+f.HAProxy.Version)
	}
	if f.Nginx.Nginx != nil && f.Nginx.Version != "" {
		all = append(all, "nginx "+f.Nginx.Version)
	}
	seen := map[string]bool{}
	for _, n := range f.Nodes {
		if n.Replica != nil && n.Replica.Version != "" && !seen[n.Replica.Version] {
			seen[n.Replica.Version] = true
			all = append(all, Database(n.Replica.Version))
		}
	}
	if f.Load.K6 != nil && f.Load.Version != "" {
		all = append(all, "k6 "+f.Load.Version)
	}
	return Join(" · ", append(all, Join(" ", "hadash", hadash))...)
}

// Database names a server by its @@version: that of MariaDB has its name, that of MySQL does not.
func Database(version string) string {
	if strings.Contains(version, "MariaDB") {
		return "MariaDB " + strings.SplitN(version, "-", 2)[0]
	}
	return "MySQL " + strings.SplitN(version, "-", 2)[0]
}
