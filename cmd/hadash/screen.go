package main

import (
	"os"

	"github.com/spf13/cobra"

	"hadash/cmd/hadash/config"
	"hadash/files"
	"hadash/tui"
	"hadash/tui/ui"
)

// screenFlags adds the flags of the commands that open the screen.
func screenFlags(cmd *cobra.Command, o *options) {
	f, s := cmd.Flags(), &o.screen
	f.StringVar(&s.Theme, "theme", "auto", "colours: dark, light, mono, high-contrast, colour-blind, or auto to follow the terminal")
	f.BoolVar(&s.ASCII, "ascii", false, "use ASCII characters only")
	f.BoolVar(&s.Blocks, "blocks", false, "draw charts with blocks instead of braille dots")
	f.BoolVar(&s.NoColor, "no-color", false, "no colours, as with NO_COLOR")
	f.BoolVar(&s.Mouse, "mouse", true, "choose and scroll with the mouse; hold shift to select text")
	f.BoolVar(&s.Bell, "bell", false, "ring the terminal's bell on an alert")
	f.BoolVar(&s.Notify, "notify", false, "send alerts to the desktop through the terminal (OSC 9)")
	_ = cmd.RegisterFlagCompletionFunc("theme", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"auto", "dark", "light", "mono", "high-contrast", "colour-blind"}, cobra.ShellCompDirectiveNoFileComp
	}) // it fails only for an unknown flag
}

// newScreen returns the options that all screens share: the flags, the keys of the configuration, and the choices made
// on an earlier screen.
func (o *options) newScreen() tui.Options {
	s := o.screen
	s.Version = version()
	if s.Theme == "auto" {
		s.Theme = ""
	}
	if o.config != nil {
		s.Keys = o.config.File.Keys
	}
	path := config.PrefsPath()
	prefs, err := config.ReadPrefs(path)
	if err != nil {
		tell(os.Stderr, err)
	}
	s.Prefs, s.Keep = prefs, func(p ui.Prefs) error { return config.KeepPrefs(path, p, files.Write) }
	return s
}
