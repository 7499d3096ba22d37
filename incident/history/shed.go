package history

import "slices"

// maxLanes bounds the lanes of servers that are kept, with 10 bytes each. With more servers than about 3 500 those of the oldest chunks
// are dropped: what is drawn of a server is its last minute. leastChunks are kept in any case.
const (
	maxLanes    = 2 << 20
	leastChunks = 2
)

// shed drops the lanes of servers from the chunks that are too old for them. It is called when a chunk was added.
func (h *History) shed(servers int) {
	if servers*(pastKept/pastStep+(pastFine+1)*pastChunk) <= maxLanes {
		return
	}
	keep := max(leastChunks, maxLanes/(servers*pastChunk))
	h.seen.fine = slices.Clone(h.seen.fine)
	for i := range max(len(h.seen.fine)-keep, 0) {
		h.seen.fine[i] = withoutServers(h.seen.fine[i])
	}
	h.seen.old = withoutServers(h.seen.old)
}

// withoutServers returns Ticks without the lanes of servers: the same ones if they have none.
func withoutServers(all []Tick) []Tick {
	if !slices.ContainsFunc(all, func(t Tick) bool { return t.names != nil && len(t.names.servers) > 0 }) {
		return all
	}
	out := slices.Clone(all)
	var of, names *Names // neighbours have the same
	for i := range out {
		t := &out[i]
		if t.names == nil || len(t.names.servers) == 0 {
			continue
		}
		if of != t.names {
			of, names = t.names, t.names.onlyNodes()
		}
		t.lanes, t.names = slices.Clone(t.lanes[len(of.servers):]), names
	}
	return out
}

// onlyNodes are the names of the nodes.
func (n *Names) onlyNodes() *Names {
	n.once.Do(func() {
		n.bare = &Names{nodes: n.nodes, at: make(map[string]int, len(n.nodes))}
		for i, name := range n.nodes {
			n.bare.at[name] = i
		}
	})
	return n.bare
}
