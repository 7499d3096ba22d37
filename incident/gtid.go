package incident

import (
	"strconv"
	"strings"
)

// Behind counts the transactions that a source has executed and its replica has not, as their GTIDs tell: positions
// of MariaDB (domain-server-sequence), or sets of MySQL (uuid:1-5:8). It is false where they do not tell, as when one
// of them is not known. Both are read at about the same time, not at the same moment, so a busy replica is a few behind.
func Behind(source, replica string) (transactions int64, ok bool) {
	if source == "" || replica == "" {
		return 0, false
	}
	if s, ok := positions(source); ok {
		r, ok := positions(replica)
		if !ok {
			return 0, false
		}
		for domain, seq := range s {
			transactions += max(seq-r[domain], 0)
		}
		return transactions, true
	}
	s, ok1 := gtidSet(source)
	r, ok2 := gtidSet(replica)
	if !ok1 || !ok2 {
		return 0, false
	}
	for uuid, all := range s {
		for _, span := range all {
			transactions += span.to - span.from + 1
			for _, have := range r[uuid] {
				transactions -= max(min(span.to, have.to)-max(span.from, have.from)+1, 0)
			}
		}
	}
	return transactions, true
}

// positions is a MariaDB position: the newest sequence number of each domain.
func positions(text string) (map[string]int64, bool) {
	out := map[string]int64{}
	for _, one := range strings.Split(text, ",") {
		parts := strings.Split(strings.TrimSpace(one), "-")
		if len(parts) != 3 {
			return nil, false
		}
		seq, err := strconv.ParseInt(parts[2], 10, 64)
		if err != nil || strings.Trim(parts[0]+parts[1], "0123456789") != "" {
			return nil, false
		}
		out[parts[0]] = max(out[parts[0]], seq)
	}
	return out, true
}

// interval is transactions one after the other, both ends among them.
type interval struct{ from, to int64 }

// gtidSet is a MySQL set: the intervals of each server, and of each tag of it.
func gtidSet(text string) (map[string][]interval, bool) {
	out := map[string][]interval{}
	for _, one := range strings.Split(text, ",") {
		parts := strings.Split(strings.TrimSpace(one), ":")
		if len(parts) < 2 || len(parts[0]) != 36 {
			return nil, false
		}
		of := parts[0]
		for _, part := range parts[1:] {
			first, last, isSpan := strings.Cut(part, "-")
			from, err := strconv.ParseInt(first, 10, 64)
			if err != nil {
				of = parts[0] + ":" + part // a tag: what follows belongs to it
				continue
			}
			to := from
			if isSpan {
				if to, err = strconv.ParseInt(last, 10, 64); err != nil {
					return nil, false
				}
			}
			out[of] = append(out[of], interval{from, to})
		}
	}
	return out, true
}
