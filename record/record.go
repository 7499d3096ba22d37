// Package record holds what was observed: Samples, and everything a Sample can carry.
//
// A Sample is what one source reported at one instant, or its error. It is the unit of a recording: a live run and a
// replayed one are the same Samples in the same order.
//
// # Recordings
//
// A recording is a file of lines of JSON, compressed with zstd (RFC 8878):
//
//	zstdcat run.hadash | jq -c 'select(.Source == "docker" and .Docker != null) | [.At, .Docker.Node, .Docker.Action]'
//
// The first line is the Header, {"format":2,"hadash":"v1.2.3","started":...}. Each other line is a Sample, as encoding/json
// writes it: names are those of the Go fields, which for HAProxy's columns are its own words without underlines (Scur,
// Hrsp5xx), but the page of an application is called Probe. Instants are RFC 3339 with nanoseconds, in UTC; durations are numbers of nanoseconds; what is missing is zero.
//
// The reading of a HAProxy has only what differs. In a row of Proxies, Servers and Listeners numbers that are 0 and
// texts that are empty are left out. The first reading is complete. One that is "Partial" has the rows that changed
// since the reading before it of the same Node, each with its Pxname and Svname and the fields that changed. Missing
// rows and fields are unchanged, and so are Version, Pid, Uptime, Unread, Columns, Rows and each column of More.
// "hadash record cat" prints the same lines with nothing left out:
//
//	hadash record cat run.hadash | jq -r '.HAProxy.Servers[]? | [.Pxname, .Svname, .Scur] | @tsv'
//
// The lines are in separate frames of zstd, one for at most 4 s and one for each action of the user: however a
// recording ends, all its complete frames can be read. Before each is a skippable frame with a checksum (block.go), so
// that damaged data is not read, and the time, so that any moment is found without reading everything. Every few
// minutes reading can begin: readings of HAProxys are complete again.
package record
