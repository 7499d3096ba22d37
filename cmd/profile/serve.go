package main

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"
)

// serve sets up the service and runs it until ctx ends. The database need not be up yet.
func serve(ctx context.Context, cfg config, log *slog.Logger) error {
	replicaPool, err := openPool(cfg, cfg.DBRead, cfg.ConnectTimeout, log)
	if err != nil {
		return err
	}
	defer replicaPool.db.Close()
	// There is no second master to try: a connection to the master may take as long as a query.
	masterPool, err := openPool(cfg, cfg.DBWrite, cfg.WriteTimeout, log)
	if err != nil {
		return err
	}
	defer masterPool.db.Close()
	replicas := &reads{replicaPool, cfg.ReadTries, cfg.ReadTimeout, cfg.ReadLimit, cfg.RetryPause, (&retryLog{log: log}).retried}
	master := newWrites(masterPool, cfg.WriteTimeout)
	rows := &sessionTable{replicas, master}
	people := &profileTable{replicas}
	s := &service{
		cfg: cfg, log: log, started: time.Now(),
		sessions:  newSessionStore(cfg, rows),
		accounts:  &accountTable{master},
		profiles:  people,
		passwords: newPasswords(cfg.BcryptCost, cfg.HashersAtOnce),
		ready:     people.ready,
	}
	if cfg.WarmUp > 0 {
		began := time.Now()
		n := warm(ctx, cfg.WarmUp, min(cfg.MaxIdleConns, cfg.MaxOpenConns), replicaPool, masterPool)
		log.Info("connected", "connections", n, "took_ms", time.Since(began).Milliseconds())
	}
	go tidy(ctx, rows.removeExpired, log)
	return s.listenAndServe(ctx)
}

// tidyEvery is the mean pause between two clean-ups. Every instance does them, at its own times.
const tidyEvery = 10 * time.Minute

func tidy(ctx context.Context, removeExpired func(context.Context) error, log *slog.Logger) {
	for sleep(ctx, tidyEvery/2+rand.N(tidyEvery)) {
		if err := removeExpired(ctx); err != nil {
			log.Info("expired sessions not removed", "error", err.Error())
		}
	}
}

// sleep waits for d. It returns false if ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
