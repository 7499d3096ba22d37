package main

import (
	"errors"
	"net/http"
)

func (s *service) register(w http.ResponseWriter, r *http.Request) {
	f, ok := readForm(w, r)
	if !ok {
		return
	}
	if problem := f.problem(); problem != "" {
		refuse(w, r, http.StatusBadRequest, problem)
		return
	}
	hash, err := s.passwords.hash(r.Context(), f.Password)
	if err != nil {
		unavailable(w, r, err, "too many log-ins at once")
		return
	}
	id, err := s.accounts.create(r.Context(), newAccount{
		login: f.Login, hash: hash, name: f.Name, email: f.Email, city: f.City, about: f.About,
	})
	switch {
	case errors.Is(err, errTaken): // a user who chooses a login must be told that it is taken
		refuse(w, r, http.StatusConflict, "that login is taken")
	case err != nil:
		unavailable(w, r, err, "registration is unavailable: the database does not answer")
	default:
		answerJSON(w, http.StatusCreated, map[string]uint64{"id": id})
	}
}
