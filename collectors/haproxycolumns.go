package collectors

import (
	"math"

	"hadash/record"
)

// column says what to do with a field: nothing (the zero value), or which number, text or other column it is.
type column struct {
	kind kind
	slot uint8
}

type kind uint8

const (
	kindNumber kind = iota + 1 // its slot is its place in record.Fields
	kindText                   // its slot is its place among the texts of record.Fields
	kindMore                   // kept as it is, for whoever wants to see it
)

// textCount is how many texts a row has.
const textCount = 9

// columnNames are the columns that are read, as "show stat" names them.
var columnNames = func() map[string]column {
	names := map[string]column{}
	for i, f := range record.Fields {
		if i < record.Numbers {
			names[f.Name] = column{kindNumber, uint8(i)} //nolint:gosec // there are fewer
		} else {
			names[f.Name] = column{kindText, uint8(i - record.Numbers)} //nolint:gosec // there are fewer
		}
	}
	return names
}()

// The slots of the columns that more is done with than to keep them.
var (
	numBck, numType = columnNames["bck"].slot, columnNames["type"].slot
	numLastsess     = columnNames["lastsess"].slot
	textPxname      = columnNames["pxname"].slot
	textSvname      = columnNames["svname"].slot
	textStatus      = columnNames["status"].slot
	textCheckStatus = columnNames["check_status"].slot
)

// largest are the largest numbers that columns can have. A total stops at the largest int64, all else HAProxy keeps in 32
// bits. A gauge that fell below 0 is printed as 2^32-1 or 2^64-1 by some versions, and says nothing.
var largest = func() (most [record.Numbers]uint64) {
	for i := range most {
		switch f := &record.Fields[i]; {
		case f.Total:
			most[i] = math.MaxInt64
		case f.Name == "qcur" || f.Name == "scur":
			most[i] = math.MaxUint32 - 1
		default:
			most[i] = math.MaxUint32
		}
	}
	return most
}()
