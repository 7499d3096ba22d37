package main

import (
	"maps"
	"time"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

// userKey is the session value that holds the id of the user who logged in.
const userKey = "user"

// sessionRow is a session as it is stored in the database. The user has a column, so that the sessions of a removed
// user are removed too; and since few sessions hold other values, few requests have to decode data.
type sessionRow struct {
	id      string // the hash of what the cookie carries, in hex
	user    uint64 // 0: none
	data    []byte // all other values
	expires time.Time
}

// rowOf returns the row of a session. The caller sets its id.
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
