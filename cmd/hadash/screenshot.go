package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/screenshot"
	"hadash/files"
	"hadash/incident"
	"hadash/record"
	"hadash/tui"
	"hadash/tui/paint"
)

// shot holds the flags of screenshot.
type shot struct {
	at, size, keys, theme, out string
	film, every                time.Duration
	speed                      float64

	place screenshot.Place
	w, h  int
}

func screenshotCommand() *cobra.Command {
	var s shot
	cmd := &cobra.Command{
		Use: "screenshot FILE", Short: "draw the screen of a recording: SVG, still or moving", Args: oneFile,
		Long: "Draws the dashboard at a moment of a recording: as SVG, or as the terminal's own text if the name of the\n" +
			"file does not end in .svg. --film draws the time after that moment as a moving picture.\n" +
			"NO_COLOR removes the colours from the text. An SVG always has the colours of --theme.",
		Example: "  hadash screenshot run.hadash --at fault1+11s -o down.svg\n" +
			"  hadash screenshot run.hadash --at fault-2s --film 40s --speed 4 --theme light -o drill.svg\n" +
			"  hadash screenshot run.hadash --press 'j enter' --size 80x24",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := s.check(); err != nil {
				return usage(err)
			}
			if err := keeps("-o "+s.out, s.out, args); err != nil {
				return err
			}
			rec, err := record.Open(args[0])
			if err != nil {
				return usage(err)
			}
			defer func() { _ = rec.Close() }() // it was only read
			return s.draw(cmd, rec)
		},
	}
	f := cmd.Flags()
	f.StringVar(&s.at, "at", "fault1+11s", "the moment: +90s, 50%, fault2, fault1+11s")
	f.StringVar(&s.size, "size", "120x36", "columns x rows")
	f.StringVar(&s.keys, "press", "", "keys to press first: 'j j enter', 'T'")
	f.StringVar(&s.theme, "theme", paint.ThemeDark, "the theme: dark or light")
	f.StringVarP(&s.out, "out", "o", "", "file to write (default: standard output)")
	f.DurationVar(&s.film, "film", 0, "draw this much of the recording as a moving picture")
	f.DurationVar(&s.every, "every", time.Second, "time between two frames, in the recording")
	f.Float64Var(&s.speed, "speed", 2, "speed of the moving picture: 2 is twice as fast as the recording")
	return cmd
}

func (s *shot) check() (err error) {
	if s.place, err = screenshot.ParsePlace(s.at); err != nil {
		return fmt.Errorf("--at %w", err)
	}
	columns, rows, _ := strings.Cut(s.size, "x")
	var errColumns, errRows error
	s.w, errColumns = strconv.Atoi(columns)
	s.h, errRows = strconv.Atoi(rows)
	if errColumns != nil || errRows != nil || s.w < 20 || s.h < 5 || s.w > 500 || s.h > 200 {
		return fmt.Errorf("--size %s: must be a size from 20x5 to 500x200, such as 120x36", s.size)
	}
	switch {
	case s.film < 0 || s.every < 50*time.Millisecond || s.film/s.every > 600:
		return errors.New("--film, --every: must give at most 600 frames, at least 50ms apart")
	case !(s.speed >= 0.01 && s.speed <= 100):
		return fmt.Errorf("--speed %g: must be between 0.01 and 100", s.speed)
	case slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf"}, strings.ToLower(filepath.Ext(s.out))):
		return fmt.Errorf("-o %s: only SVG and text can be drawn; use -o FILE.svg", s.out)
	case s.film > 0 && !s.svg():
		return errors.New("--film needs an SVG file: -o FILE.svg")
	}
	return nil
}

func (s *shot) svg() bool { return strings.HasSuffix(s.out, ".svg") }

// draw writes the picture, completely or not at all.
func (s *shot) draw(cmd *cobra.Command, rec *record.Recording) error {
	write, err := s.picture(rec)
	if err != nil {
		return err
	}
	tellTorn(cmd.ErrOrStderr(), rec.Name, rec.Torn())
	if s.out == "" || s.out == "-" {
		return write(cmd.OutOrStdout())
	}
	if err := files.Write(s.out, write); err != nil {
		return err
	}
	tell(cmd.ErrOrStderr(), "wrote", s.out)
	return nil
}

// picture draws all Frames and returns the function that writes the picture.
func (s *shot) picture(rec *record.Recording) (write func(io.Writer) error, err error) {
	spareTime()
	begin, err := screenshot.Find(rec, s.place)
	if err != nil {
		return nil, err
	}
	moments := []time.Time{begin}
	for d := s.every; d < s.film; d += s.every {
		moments = append(moments, begin.Add(d))
	}
	still := tui.NewOffscreen(tui.Options{Title: rec.Header.Project, Version: version(), Theme: s.theme, VUs: 20, Note: func(string) {},
		NoColor: !s.svg() && os.Getenv("NO_COLOR") != ""}, s.w, s.h)
	sheet := s.sheet(rec)
	film := screenshot.NewFilm(sheet)
	last := ""
	err = screenshot.Frames(rec, moments, func(f incident.Frame) error {
		first := last == ""
		still.Show(tui.Shown{Frame: f, Jumped: first})
		if first {
			if err := still.Press(strings.Fields(s.keys)...); err != nil {
				return usage(fmt.Errorf("--press: %w", err))
			}
		}
		last = still.String()
		film.Add(last)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return func(out io.Writer) error {
		switch {
		case s.film > 0:
			return film.Write(out, time.Duration(float64(s.every)/s.speed))
		case s.svg():
			return screenshot.Still(out, last, sheet)
		}
		_, err := fmt.Fprintln(out, last)
		return err
	}, nil
}

// sheet returns the sheet of the picture, in the colours of its theme.
func (s *shot) sheet(rec *record.Recording) screenshot.Sheet {
	l := screenshot.Sheet{W: s.w, H: s.h, Paper: screenshot.Dark,
		Alt: fmt.Sprintf("hadash at %s of a recording of %s", s.at, rec.Header.Started.UTC().Format("2 Jan 2006"))}
	if s.theme == paint.ThemeLight {
		l.Paper = screenshot.Light
	}
	return l
}
