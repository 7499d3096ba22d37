package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// profile is the profile of one user.
type profile struct {
	ID    uint64 `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	City  string `json:"city"`
	About string `json:"about"`
}

// profiles returns sql.ErrNoRows for a profile that does not exist.
type profiles interface {
	profile(ctx context.Context, id uint64) (profile, error)
}

// profileTable is the table `profiles`, on the replicas.
type profileTable struct{ replicas *reads }

func (t *profileTable) profile(ctx context.Context, id uint64) (p profile, err error) {
	err = t.replicas.row(ctx, "SELECT id, name, email, city, about FROM profiles WHERE id = ?", []any{id},
		&p.ID, &p.Name, &p.Email, &p.City, &p.About)
	return p, err
}

// ready returns nil if profiles can be read from a replica.
func (t *profileTable) ready(ctx context.Context) error {
	var some bool
	if err := t.replicas.row(ctx, "SELECT EXISTS (SELECT 1 FROM profiles)", nil, &some); err != nil {
		return fmt.Errorf("read profiles: %w", err)
	}
	return nil
}

func (s *service) profile(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseUint(r.URL.Query().Get("id"), 10, 63)
	if err != nil || id == 0 {
		refuse(w, r, http.StatusBadRequest, "id: must be a number of at least 1, as in /profile/?id=1")
		return
	}
	session, err := s.sessions.Get(r, sessionName)
	if err != nil {
		unavailable(w, r, err, "the session cannot be read now: the database does not answer")
		return
	}
	if session.IsNew {
		refuse(w, r, http.StatusUnauthorized, "log in first")
		return
	}
	p, err := s.profiles.profile(r.Context(), id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		refuse(w, r, http.StatusNotFound, fmt.Sprintf("there is no profile %d", id))
	case err != nil:
		unavailable(w, r, fmt.Errorf("read profile: %w", err), "profiles cannot be read now: the database does not answer")
	case prefersHTML(r):
		answerPage(w, http.StatusOK, "profile.html", profilePage{p, s.cfg.Instance, visitOf(r.Context()).replica})
	default:
		answerJSON(w, http.StatusOK, p)
	}
}

type profilePage struct {
	Profile           profile
	Instance, Replica string
}
