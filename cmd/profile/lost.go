package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/go-sql-driver/mysql"
)

// lost reports whether an error is about this connection or this server, so that another may well answer.
func lost(err error) bool {
	for _, sign := range []error{
		driver.ErrBadConn, mysql.ErrInvalidConn, sql.ErrConnDone,
		io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, context.DeadlineExceeded,
	} {
		if errors.Is(err, sign) {
			return true
		}
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	said, ok := errors.AsType[*mysql.MySQLError](err)
	return ok && leaving[said.Number]
}

// leaving has the errors of a server that is shutting down, is not up yet, or drops this client. MariaDB and MySQL
// agree on these numbers, except the last two.
var leaving = map[uint16]bool{
	1040: true, // too many connections
	1053: true, // server shutdown in progress
	1077: true, // normal shutdown
	1079: true, // shutdown complete
	1080: true, // forcing close of thread
	1129: true, // host is blocked because of many connection errors
	1152: true, // aborted connection
	1158: true, // network: read error
	1159: true, // network: read timeout
	1160: true, // network: write error
	1161: true, // network: write timeout
	1184: true, // aborted connection
	1203: true, // user has too many connections
	1205: true, // lock wait timeout: a replica applying a long transaction
	1213: true, // deadlock
	1226: true, // user has exceeded a limit
	1290: true, // running with an option that forbids it, such as read-only
	1317: true, // query execution was interrupted
	1927: true, // MariaDB: connection was killed
	3032: true, // MySQL: server is in offline mode
}
