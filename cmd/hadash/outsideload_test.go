package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"time"
)

// outsideLoad is a load that hadash does not know of: users log in and read profiles as in k6/profile.js, over kept
// connections to nginx's published port. Each request is recorded separately.
type outsideLoad struct {
	clientLog
	target string
	stop   context.CancelFunc
	users  sync.WaitGroup
}

const (
	pagesEach   = 50
	profilesAll = 3000
	lookAround  = 5 * time.Millisecond
)

func startOutsideLoad(target string, users int) *outsideLoad {
	ctx, stop := context.WithCancel(context.Background())
	l := &outsideLoad{target: target, stop: stop}
	for range users {
		l.users.Go(func() { l.user(ctx) })
	}
	l.users.Go(func() { l.watchSelf(ctx) })
	return l
}

func (l *outsideLoad) end() {
	l.stop()
	l.users.Wait()
}

// watchSelf notes each sleep of this process that takes longer than requested.
func (l *outsideLoad) watchSelf(ctx context.Context) {
	for ctx.Err() == nil {
		began := time.Now()
		time.Sleep(lookAround)
		if late := time.Since(began) - lookAround; late > lookAround {
			l.late(late)
		}
	}
}

// user logs in, reads pages, and pauses, until ctx ends. If a new log-in fails, the user continues with the old
// session.
func (l *outsideLoad) user(ctx context.Context) {
	jar, _ := cookiejar.New(nil) // it never fails
	c := &http.Client{
		Jar: jar, Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 1},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer c.CloseIdleConnections()
	loggedIn := false
	for rest(ctx) {
		form := url.Values{"login": {fmt.Sprintf("user%d", 1+rand.IntN(profilesAll))}, "password": {"secret"}}
		loggedIn = l.ask(ctx, c, http.MethodPost, "/login", form.Encode(), nil) || loggedIn
		for i := 0; loggedIn && i < pagesEach && ctx.Err() == nil; i++ {
			id := 1 + rand.IntN(profilesAll)
			l.ask(ctx, c, http.MethodGet, fmt.Sprintf("/profile/?id=%d", id), "", &id)
		}
	}
}

// rest waits one to three seconds; it returns false if ctx has ended.
func rest(ctx context.Context) bool {
	select {
	case <-time.After(time.Second + rand.N(2*time.Second)):
		return true
	case <-ctx.Done():
		return false
	}
}

// ask makes one request and records it, unless the load ended meanwhile. The answer must be that of profile id.
func (l *outsideLoad) ask(ctx context.Context, c *http.Client, method, path, body string, id *int) bool {
	r, err := http.NewRequestWithContext(ctx, method, l.target+path, strings.NewReader(body))
	if err != nil {
		panic(err) // the URL is ours
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	a := sentRequest{Start: time.Now(), Method: method, Path: strings.Split(path, "?")[0]}
	a.Status, err = answerOf(c, r, id)
	a.End = time.Now()
	if ctx.Err() != nil {
		return false
	}
	if err != nil {
		a.Wrong = err.Error()
	}
	l.add(a)
	return err == nil
}

// answerOf returns the status of an answer, and an error if the answer is wrong.
func answerOf(c *http.Client, r *http.Request, id *int) (status int, err error) {
	resp, err := c.Do(r)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return resp.StatusCode, err
	}
	if resp.StatusCode >= 400 {
		return resp.StatusCode, fmt.Errorf("status %d", resp.StatusCode)
	}
	var p struct{ ID int }
	if id != nil && (json.Unmarshal(text, &p) != nil || p.ID != *id) {
		return resp.StatusCode, fmt.Errorf("not profile %d: %.100s", *id, text)
	}
	return resp.StatusCode, nil
}
