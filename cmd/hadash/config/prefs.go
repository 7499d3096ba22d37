package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/BurntSushi/toml"

	"hadash/files"
	"hadash/tui/ui"
)

// PrefsPath returns the path of the file with the choices made on the screen, "" if there is no place for it.
func PrefsPath() string {
	return inHome("XDG_STATE_HOME", filepath.Join(".local", "state"), "screen.toml")
}

// ReadPrefs reads the choices. If it cannot, it returns the defaults and the reason.
func ReadPrefs(path string) (p ui.Prefs, err error) {
	if path == "" {
		return p, nil
	}
	text, err := files.Read(path, maxText)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err == nil {
		err = toml.Unmarshal(text, &p)
	}
	if err != nil {
		return ui.Prefs{}, fmt.Errorf("%s: %w; the default screen is shown", path, err)
	}
	return p, nil
}

// KeepPrefs writes the choices with whole, which replaces a file completely or leaves it unchanged.
func KeepPrefs(path string, p ui.Prefs, whole func(string, func(io.Writer) error) error) error {
	if path == "" {
		return ErrNoPlace
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return whole(path, func(w io.Writer) error {
		if _, err := fmt.Fprintln(w, "# Choices made on hadash's screen. hadash writes this file."); err != nil {
			return err
		}
		return toml.NewEncoder(w).Encode(p)
	})
}
