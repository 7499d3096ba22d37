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
	kindMore                   // its slot is its place in statsCSV.more; it is kept for display only
)

// textCount is the number of texts in a row.
const textCount = 9

// columnNames maps a name of "show stat" to the column that is read.
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

// The slots of the columns that the parser interprets; it only stores the others.
var (
	numBck, numType = columnNames["bck"].slot, columnNames["type"].slot
	numLastsess     = columnNames["lastsess"].slot
	textPxname      = columnNames["pxname"].slot
	textSvname      = columnNames["svname"].slot
	textStatus      = columnNames["status"].slot
	textCheckStatus = columnNames["check_status"].slot
)

// largest holds the largest number that each column can have. A total is limited to the largest int64; HAProxy keeps
// all other numbers in 32 bits. Some versions print a gauge that fell below 0 as 2^32-1 or 2^64-1, which means nothing.
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
