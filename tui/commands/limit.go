package commands

import "strings"

// LimitName is the command that arms a limit.
const LimitName = "abort-when"

// limitCommand is the command that sets the limit, and says which one is armed.
func (s *Scene) limitCommand() []Item {
	if !s.Limits {
		return nil
	}
	does := "heals all that was broken here when it is so, as visible > 20"
	if s.Armed != "" {
		does = "now: " + s.Armed + "; another one, or off"
	}
	return []Item{{Text: LimitName, Does: does, Takes: "[CONDITION]", Also: "limit guard stop harm", Order: Order{Kind: TypeLimit}}}
}

// limitSet is the command with its condition.
func (s *Scene) limitSet(text string) []Item {
	item := Item{Text: LimitName + " " + text, Does: "heals all that was broken here when it is so", Order: Order{Kind: Limit, Text: text}}
	if err := s.CheckLimit(text); err != nil {
		item.Why = err.Error()
	}
	if strings.EqualFold(text, "off") {
		item.Does = "no limit"
	}
	return []Item{item}
}
