package stack

import (
	"encoding/csv"
	"io"
	"slices"
)

// statServer is one server as HAProxy's "show stat" has it. addr is empty where the page does not
// tell it (`stats show-legends` is off).
type statServer struct {
	backend, server, status, addr string
	tracked                       string // backend/server whose state it shares, "" for none
}

func (s statServer) name() string { return s.backend + "/" + s.server }

// statServers reads the servers of HAProxy's CSV; ok is false when the page is something else.
func statServers(page io.Reader) (servers []statServer, ok bool) {
	rows := csv.NewReader(io.LimitReader(page, 4<<20))
	rows.FieldsPerRecord = -1
	head, err := rows.Read()
	if err != nil || head[0] != "# pxname" {
		return nil, false
	}
	for {
		row, err := rows.Read()
		if err != nil {
			return servers, true
		}
		cell := func(name string) string {
			if i := slices.Index(head, name); i >= 0 && i < len(row) {
				return row[i]
			}
			return ""
		}
		if cell("type") == "2" && cell("status") != "" {
			servers = append(servers, statServer{row[0], cell("svname"), cell("status"), cell("addr"), cell("tracked")})
		}
	}
}
