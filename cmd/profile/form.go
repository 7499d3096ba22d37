package main

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/mail"
	"os"
	"regexp"
	"unicode/utf8"
)

// form is the body of a log-in or a registration. A log-in has only a login and a password.
type form struct {
	Login    string `json:"login"`
	Password string `json:"password"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	City     string `json:"city"`
	About    string `json:"about"`
}

// readForm reads JSON or an HTML form. If the body is neither, it answers with the reason and returns false.
func readForm(w http.ResponseWriter, r *http.Request) (form, bool) {
	var f form
	var err error
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		err = decodeWhole(r.Body, &f)
	case "application/x-www-form-urlencoded":
		f, err = postedForm(r)
	default:
		refuse(w, r, http.StatusUnsupportedMediaType, "send a form or JSON")
		return form{}, false
	}
	if err != nil {
		status, message := unreadable(err)
		refuse(w, r, status, message)
		return form{}, false
	}
	return f, true
}

// unreadable returns the answer to a body that could not be read.
func unreadable(err error) (status int, message string) {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge, "the body is too large"
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return http.StatusRequestTimeout, "the body did not arrive in time"
	}
	return http.StatusBadRequest, "the body cannot be read"
}

// decodeWhole reads one JSON value, and the body to its end: only then can the connection be reused.
func decodeWhole(body io.Reader, value any) error {
	d := json.NewDecoder(body)
	if err := d.Decode(value); err != nil {
		return err
	}
	switch _, err := d.Token(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	}
	return errors.New("more than one JSON value")
}

// postedForm reads the body only: a password in a URL would end up in logs.
func postedForm(r *http.Request) (form, error) {
	if err := r.ParseForm(); err != nil {
		return form{}, err
	}
	v := r.PostForm
	return form{
		v.Get("login"), v.Get("password"), v.Get("name"), v.Get("email"), v.Get("city"), v.Get("about"),
	}, nil
}

var loginPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{2,63}$`)

// problem returns what is wrong with a registration, or "". The lengths are those of the columns; bcrypt reads no more
// than 72 bytes of a password.
func (f form) problem() string {
	switch {
	case !loginPattern.MatchString(f.Login):
		return "login: must be 3 to 64 characters of a-z, 0-9, '.', '_', '-'"
	case len(f.Password) < 6 || len(f.Password) > 72:
		return "password: must be 6 to 72 bytes long"
	case f.Name == "" || !fits(f.Name, 128):
		return "name: must be 1 to 128 characters long"
	case !fits(f.City, 128):
		return "city: must be at most 128 characters long"
	case !fits(f.About, 2000):
		return "about: must be at most 2000 characters long"
	}
	if a, err := mail.ParseAddress(f.Email); err != nil || a.Address != f.Email || !fits(f.Email, 255) {
		return "email: must be an address such as anna@example.com"
	}
	return ""
}

func fits(s string, most int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= most
}
