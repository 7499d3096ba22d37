package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener whose connections use no network, so that synctest controls the time.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) {
	if conn, ok := <-p; ok {
		return conn, nil
	}
	return nil, net.ErrClosed
}
func (p pipes) Close() error   { close(p); return nil }
func (p pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipes"} }

// half returns an unfinished request: the rest of its body never comes.
func half(path, kind, body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n",
		path, kind, len(body), body)
}

func TestAnswerDoesNotWaitForTheBody(t *testing.T) {
	tooLong := "login=user7&password=" + strings.Repeat("x", maxBody)
	for _, test := range []struct {
		name, request string
		want          int
		after         time.Duration // of the answer
	}{
		{"too long", half("/login", formType, tooLong), 413, 0},
		{"too long, JSON", half("/login", "application/json", `{"login":"`+tooLong), 413, 0},
		{"too long after the JSON", half("/login", "application/json", `{"login":"user7"}`+strings.Repeat(" ", maxBody)), 413, 0},
		{"another type", half("/login", "text/plain", "x"), 415, 0},
		{"another site", half("/login", formType+"\r\nOrigin: http://evil", "x"), 403, 0},
		{"no such page", half("/nowhere", formType, "x"), 404, 0},
		{"broken", half("/login", "application/json", "{{"), 400, 0},
		{"slow", half("/login", formType, "login=us"), 408, 5 * time.Second},
		{"slow after the JSON", half("/login", "application/json", "{}"), 408, 5 * time.Second},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, _ := newTestService(t, newFakeDB(t))
				listener := make(pipes)
				server := newServer(s)
				go server.Serve(listener)
				defer server.Close()
				client, conn := net.Pipe()
				listener <- conn
				start := time.Now()
				go io.WriteString(client, test.request)
				answer := bufio.NewReader(client)
				resp, err := http.ReadResponse(answer, nil)
				if err != nil {
					t.Fatal(err)
				}
				if took := time.Since(start); resp.StatusCode != test.want || !resp.Close || took != test.after {
					t.Errorf("got %s after %s, close: %v; want %d after %s, and the connection closed", resp.Status, took, resp.Close, test.want, test.after)
				}
				if _, err := io.Copy(io.Discard, io.MultiReader(resp.Body, answer)); err != nil {
					t.Errorf("the connection ended with %v", err)
				}
				if held := time.Since(start) - test.after; held > 2*linger {
					t.Errorf("the connection was held for %s after the answer, want at most %s", held, 2*linger)
				}
			})
		})
	}
}

// If the body was read to its end, the connection is kept.
func TestConnectionIsKeptAfterAWholeBody(t *testing.T) {
	s, _ := newTestService(t, newFakeDB(t))
	h := s.handler()
	for kind, body := range map[string]string{formType: "login=user7&password=secret", "application/json": `{"login":"user7","password":"secret"}` + "\n"} {
		if resp := ask(h, "POST", "/login", body, "Content-Type", kind); resp.StatusCode != 200 || resp.Header.Get("Connection") != "" {
			t.Errorf("%s: got %s, Connection %q", kind, resp.Status, resp.Header.Get("Connection"))
		}
	}
	s.draining.Store(true)
	if resp := ask(h, "POST", "/login", "", "Content-Type", formType); resp.Header.Get("Connection") != "close" {
		t.Errorf("while stopping: Connection %q, want close", resp.Header.Get("Connection"))
	}
}
