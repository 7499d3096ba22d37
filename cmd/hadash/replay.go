package main

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/screenshot"
	"hadash/incident"
	"hadash/record"
	"hadash/replay"
	"hadash/report/snapshot"
	"hadash/tui"
	"hadash/tui/replaybar"
)

func replayCommand(o *options) *cobra.Command {
	cmd := &cobra.Command{
		Use: "replay FILE", Short: "show a recording in the dashboard", Args: oneFile,
		Long: "Plays a recording in the dashboard: play, pause, change the speed, step, or go to any moment, event or fault.\n" +
			"It needs no Docker and changes nothing. Key ? lists the keys; key e exports what is shown as markdown.",
		Example: "  hadash --record run.hadash\n  hadash replay run.hadash",
		RunE: func(cmd *cobra.Command, args []string) error {
			open := func() (*record.Recording, error) { return record.Open(args[0]) }
			return o.play(cmd.Context(), played{open: open, badge: "RECORDING of "})
		},
	}
	screenFlags(cmd, o)
	return cmd
}

// played is a recording to be played on the screen.
type played struct {
	open  func() (*record.Recording, error)
	badge string // before its day, at the end of the first line
	name  string // what is played, "" = a replay
	from  string // the moment with which the screen begins, as for --at; "" = its beginning
	hint  string // what to do at its end
}

// begin is the moment with which the screen begins; zero for the beginning.
func (w *played) begin(rec *record.Recording) (time.Time, error) {
	if w.from == "" {
		return time.Time{}, nil
	}
	place, err := screenshot.ParsePlace(w.from)
	if err != nil {
		return time.Time{}, err
	}
	return screenshot.Find(rec, place)
}

// play shows a recording until the user leaves, and then reports if it is torn.
func (o *options) play(ctx context.Context, w played) error {
	rec, err := w.open()
	if err != nil {
		return usage(err)
	}
	at, err := w.begin(rec)
	_ = rec.Close() // the rest is read by the player
	if err != nil {
		return usage(err)
	}
	if !onTerminal() {
		return usage(errors.New("a replay needs a terminal; 'hadash record cat' prints a recording without one"))
	}
	playing, stop := context.WithCancel(ctx)
	defer stop()
	p, err := replay.Play(playing, w.open, onScreen)
	if err != nil {
		return usage(err)
	}
	if !at.IsZero() {
		p.Seek(at)
	}
	screen := o.newScreen()
	screen.Replay, screen.Badge, screen.Title, screen.Played = p, w.badge+rec.Header.Started.Local().Format("2 Jan 2006"), rec.Header.Project, w.name
	screen.Export, screen.WriteLogs, screen.EndHint = exportShown, writeLogs, w.hint
	err = tui.Run(ctx, screen)
	stop()
	err = errors.Join(err, p.Err())
	tellTorn(os.Stderr, rec.Name, p.Torn())
	return err
}

// onScreen converts the output of a player to the input of the screen.
func onScreen(s replay.Shown) tui.Shown {
	return tui.Shown{Frame: s.Frame, Jumped: s.Jumped, Said: s.Said, Bar: replaybar.Bar(s.State)}
}

// exportShown writes a snapshot of a recording's Frame, with the configurations that were in force then.
func exportShown(_ context.Context, f incident.Frame) (string, error) {
	var all []snapshot.Config
	for _, n := range f.Topology.Nodes {
		if s := f.Settings[n.Name]; s != nil {
			for _, file := range s.Files {
				all = append(all, snapshot.Config{Node: n.Name, Path: file.Path, Text: file.Text})
			}
		}
	}
	return writeSnapshot(f, all, "")
}
