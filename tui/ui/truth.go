package ui

import "hadash/incident"

// Truth holds the reports of all sources on a node, nil when there is none.
func (c *Context) Truth(node string) *incident.Truth {
	for i := range c.Truths {
		if c.Truths[i].Node == node {
			return &c.Truths[i]
		}
	}
	return nil
}

// Disputed reports whether the sources disagree on a node.
func (c *Context) Disputed(n *incident.Node) bool {
	if n == nil {
		return false
	}
	t := c.Truth(n.Name)
	return t != nil && len(t.Disagree) > 0
}
