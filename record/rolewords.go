package record

// roleWords are the roles as one counts them.
var roleWords = map[Role][2]string{
	RoleLoad:     {"load generator", "load generators"},
	RoleWeb:      {"web server", "web servers"},
	RoleApp:      {"app instance", "app instances"},
	RoleBalancer: {"balancer", "balancers"},
	RoleReplica:  {"replica", "replicas"},
	RoleMaster:   {"master", "masters"},
}

// Words is what one node of a role is called, and what several are.
func (r Role) Words() (one, many string) {
	w := roleWords[r]
	return w[0], w[1]
}
