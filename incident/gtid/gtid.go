// Package gtid compares the positions of database servers that replicate by GTID.
package gtid

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hadash/record"
)

// Gap returns how many GTIDs that a source has executed a replica has not: MariaDB's "domain-server-sequence" for each
// domain, or MySQL's "uuid:1-5:7". It is not known if one of the two is empty, if they are of different kinds, or for a
// domain of MariaDB's of which the replica has nothing, because its first number is not known.
func Gap(source, replica string) (missing int64, known bool) {
	if s, ok := domains(source); ok {
		r, ok := domains(replica)
		if !ok {
			return 0, false
		}
		for domain, at := range s {
			reached, ok := r[domain]
			if !ok {
				return 0, false
			}
			missing += max(at-reached, 0) // ahead: the source's report is the older one
		}
		return missing, missing >= 0
	}
	s, ok := gtidSet(source)
	if !ok {
		return 0, false
	}
	r, ok := gtidSet(replica)
	if !ok {
		return 0, false
	}
	for uuid, have := range s {
		missing += size(have) - common(have, r[uuid])
	}
	return missing, missing >= 0
}

// domains reads MariaDB's position: the sequence number reached in each domain.
func domains(text string) (map[string]int64, bool) {
	out := map[string]int64{}
	for part := range strings.SplitSeq(text, ",") {
		domain, rest, ok := strings.Cut(strings.TrimSpace(part), "-")
		_, seq, more := strings.Cut(rest, "-")
		n, good := ordinal(seq)
		if _, digits := ordinal(domain); !ok || !more || !good || !digits {
			return nil, false
		}
		out[domain] = max(out[domain], n)
	}
	return out, true
}

// run is transactions without a gap, both ends in it.
type run struct{ from, to int64 }

// gtidSet reads MySQL's set: of each server, or each of its tags (8.3), the transactions in order.
func gtidSet(text string) (map[string][]run, bool) {
	out := map[string][]run{}
	for part := range strings.SplitSeq(text, ",") {
		uuid, rest, ok := strings.Cut(strings.TrimSpace(part), ":")
		if !ok || len(uuid) != 36 {
			return nil, false
		}
		key := uuid
		for piece := range strings.SplitSeq(rest, ":") {
			if piece != "" && (piece[0] < '0' || piece[0] > '9') {
				key = uuid + ":" + piece
				continue
			}
			left, right, two := strings.Cut(piece, "-")
			if !two {
				right = left
			}
			from, ok1 := ordinal(left)
			to, ok2 := ordinal(right)
			if !ok1 || !ok2 || to < from {
				return nil, false
			}
			out[key] = append(out[key], run{from, to})
		}
	}
	for key, runs := range out {
		out[key] = joined(runs)
	}
	return out, true
}

// ordinal reads digits, few enough that sums of them cannot overflow.
func ordinal(s string) (int64, bool) {
	if s == "" || len(s) > 18 || s[0] < '0' {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0
}

// joined puts runs in order, each transaction in one of them only.
func joined(runs []run) []run {
	slices.SortFunc(runs, func(a, b run) int { return cmp.Compare(a.from, b.from) })
	out := runs[:0]
	for _, r := range runs {
		if n := len(out); n > 0 && r.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, r.to)
			continue
		}
		out = append(out, r)
	}
	return out
}

func size(runs []run) (n int64) {
	for _, r := range runs {
		n = record.Sum(n, r.to-r.from+1)
	}
	return n
}

// common is how many transactions are in both.
func common(a, b []run) (n int64) {
	for len(a) > 0 && len(b) > 0 {
		n += max(min(a[0].to, b[0].to)-max(a[0].from, b[0].from)+1, 0)
		if a[0].to < b[0].to {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return n
}
