package main

import (
	"maps"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

// userKey is the session value that holds the id of the user who logged in.
const userKey = "user"

// sessionRow is a session as the database has it. The user has a column, so that a user who is removed takes his sessions
// with him; and since few sessions hold anything else, few requests decode it.
type sessionRow struct {
	id      string // the hash of what the cookie carries, in hex
	user    uint64 // 0: nobody
	data    []byte // all other values
	expires time.Time
}

// rowOf leaves the id to the caller.
func rowOf(session *sessions.Session) (row sessionRow, err error) {
	row.user, _ = session.Values[userKey].(uint64)
	row.expires = time.Now().Add(time.Duration(session.Options.MaxAge) * time.Second)
	row.data = []byte{} // nil would be NULL
	others := maps.Clone(session.Values)
	delete(others, userKey)
	if len(others) > 0 {
		row.data, err = securecookie.GobEncoder{}.Serialize(others)
	}
	return row, err
}

func (row sessionRow) fill(session *sessions.Session) error {
	if row.user != 0 {
		session.Values[userKey] = row.user
	}
	if len(row.data) == 0 {
		return nil
	}
	return securecookie.GobEncoder{}.Deserialize(row.data, &session.Values)
}
