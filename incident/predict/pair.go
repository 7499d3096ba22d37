package predict

import (
	"hadash/record"
	"hadash/wording"
)

// Pair is the prediction for a node that has an address which keepalived moves to another, by the settings of that one.
func Pair(other string, v *record.VRRPSettings, kind record.FaultKind) Prediction {
	switch kind {
	case record.Stop, record.Kill, record.Crash, record.Restart, record.Pause, record.Cut:
	default:
		return Unknown(wording.AdvertsGoOn.Of())
	}
	after := v.Takeover()
	return Prediction{Known: true, Detect: after, Timers: Timers{Detect: 1},
		Why: wording.TakesAddress.Of(other, wording.Setting(after), v.Version, wording.Setting(v.Advert))}
}

// Spare is the prediction for a node that waits for the address of another.
func Spare(holder string) Prediction {
	return Prediction{Known: true, Never: true, Why: wording.PeerHasAddress.Of(holder)}
}
