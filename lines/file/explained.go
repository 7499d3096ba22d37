package file

import (
	"errors"
	"io/fs"
	"os"

	"hadash/files"
	"hadash/lines/told"
)

// explained says what an error means for a user, and what to try.
func explained(path string, err error) error {
	var is *fs.PathError
	why := "read " + path + ": "
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		why += "there is no such file yet; it is read when it appears"
	case errors.Is(err, fs.ErrPermission):
		why += fs.ErrPermission.Error() + ": " + files.WhoMay(path, files.ToRead)
	case !errors.As(err, &is):
		why += err.Error()
	default:
		why += is.Err.Error()
		if info, stat := os.Stat(path); stat == nil && info.Mode()&fs.ModeSocket != 0 {
			why += "; syslog+unix://PATH listens on one of your own"
		}
	}
	return told.New(why, err)
}
