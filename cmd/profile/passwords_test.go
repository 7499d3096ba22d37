package main

import (
	"context"
	"errors"
	"os"
	"regexp"
	"strconv"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

// Every log-in does the same work, counted in rounds of bcrypt, with or without an account.
func TestEveryLoginCostsTheSame(t *testing.T) {
	const cost = 6
	hash := func(cost int) []byte {
		b, err := bcrypt.GenerateFromPassword([]byte("secret"), cost)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	p := newPasswords(cost, 64)
	work := 0
	p.compare = func(hash, password []byte) error {
		cost, err := bcrypt.Cost(hash)
		if err != nil {
			t.Fatal(err)
		}
		work += 1 << cost
		return bcrypt.CompareHashAndPassword(hash, password)
	}
	check := func(who string, hash []byte, password string, want bool, rounds int) {
		t.Helper()
		work = 0
		ok, err := p.matches(t.Context(), hash, password)
		if ok != want || err != nil || work != rounds {
			t.Errorf("%s: %v, %v for %d rounds; want %v for %d", who, ok, err, work, want, rounds)
		}
	}
	for _, password := range []string{"secret", "wrong", "", string(make([]byte, 100))} {
		right := password == "secret"
		check("nobody", nil, password, false, 1<<cost)
		check("registered", hash(cost), password, right, 1<<cost)
		check("seeded, cheaper", hash(cost-2), password, right, 1<<cost)
		check("a broken hash", []byte("$2a$"), password, false, 1<<cost)
		check("a hash that would take hours", []byte("$2a$31$"+string(hash(4)[7:])), password, false, 1<<cost)
	}
	check("a higher cost", hash(cost+1), "secret", true, 1<<(cost+1))
	check("nobody after a higher cost", nil, "secret", false, 1<<(cost+1))
	check("registered after a higher cost", hash(cost), "secret", true, 1<<(cost+1))
}

// The hashes of the lab's first users have the same cost as those of users who register.
func TestSeededUsersCostWhatNewOnesDo(t *testing.T) {
	schema, err := os.ReadFile("../../stack/db/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := loadConfig(environment())
	if err != nil {
		t.Fatal(err)
	}
	hashes := regexp.MustCompile(`\$2a\$(\d+)\$`).FindAllSubmatch(schema, -1)
	if len(hashes) == 0 {
		t.Fatal("no hash in schema.sql")
	}
	for _, m := range hashes {
		if cost, _ := strconv.Atoi(string(m[1])); cost != cfg.BcryptCost {
			t.Errorf("a seeded hash of cost %d, PROFILE_BCRYPT_COST is %d", cost, cfg.BcryptCost)
		}
	}
}

// With room for one, log-ins are served one after the other, and a client that leaves the queue costs nothing.
func TestPasswordsQueue(t *testing.T) {
	p := newPasswords(4, 1)
	inside, leave, compared := make(chan struct{}), make(chan struct{}), 0
	p.compare = func(_, _ []byte) error {
		compared++
		close(inside)
		<-leave
		return nil
	}
	hash, err := bcrypt.GenerateFromPassword([]byte("secret"), 4)
	if err != nil {
		t.Fatal(err)
	}
	first := make(chan error, 1)
	go func() {
		_, err := p.matches(context.Background(), hash, "secret")
		first <- err
	}()
	<-inside
	gone, left := context.WithCancel(t.Context())
	left()
	if _, err := p.matches(gone, hash, "secret"); !errors.Is(err, context.Canceled) {
		t.Errorf("a client that left the queue got %v", err)
	}
	close(leave)
	if err := <-first; err != nil || compared != 1 {
		t.Errorf("%v, %d compared; want one", err, compared)
	}
}
