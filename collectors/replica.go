package collectors

import (
	"cmp"
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"hadash/record"
)

// firstRow returns the first row of a query's answer by column name; nil if there is none. NULL values are left out.
func firstRow(ctx context.Context, db *sql.DB, query string) (map[string]string, error) {
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil || !rows.Next() {
		return nil, cmp.Or(err, rows.Err())
	}
	values := make([]sql.NullString, len(names))
	into := make([]any, len(names))
	for i := range values {
		into[i] = &values[i]
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	row := make(map[string]string, len(names))
	for i, name := range names {
		if values[i].Valid {
			row[name] = values[i].String
		}
	}
	return row, rows.Err()
}

// replica combines the answers to SHOW REPLICA STATUS and the server's variables. MariaDB keeps the old names of the
// columns, MySQL has had the new ones since 8.0.22.
func replica(status, server map[string]string) *record.Replica {
	said := func(newer, older string) string { return record.Clean(cmp.Or(status[newer], status[older])) }
	r := &record.Replica{
		Master:     status == nil,
		IO:         said("Replica_IO_Running", "Slave_IO_Running"),
		SQL:        said("Replica_SQL_Running", "Slave_SQL_Running"),
		SourceHost: said("Source_Host", "Master_Host"),
		Gtid:       executed(status, server),
		LastError:  lastError(status),
		ReadOnly:   server["read_only"] == "1" || strings.EqualFold(server["read_only"], "on"),
		Version:    record.Clean(server["version"]),
	}
	if n, err := strconv.ParseInt(said("Seconds_Behind_Source", "Seconds_Behind_Master"), 10, 32); err == nil && n >= 0 {
		r.Lag, r.LagKnown = time.Duration(n)*time.Second, true
	}
	return r
}

// executed returns the GTIDs that the server has executed: on a master its own, on a replica those of its source.
func executed(status, server map[string]string) string {
	own := server["slave_pos"]
	if status == nil {
		own = server["binlog_pos"]
	}
	// MySQL breaks a long set into lines after its commas.
	return record.Clean(strings.ReplaceAll(cmp.Or(status["Executed_Gtid_Set"], server["executed"], own), "\n", " "))
}

// lastError returns the error of either thread, the newer one. MySQL dates them ("261123 04:12:09"). MariaDB does not;
// there the SQL thread's error takes precedence, because it does not go away without help.
func lastError(status map[string]string) string {
	io, apply := status["Last_IO_Error"], status["Last_SQL_Error"]
	switch {
	case io == "":
		io = apply
	case apply != "" && status["Last_SQL_Error_Timestamp"] >= status["Last_IO_Error_Timestamp"]:
		io = apply
	}
	return record.Clean(io)
}
