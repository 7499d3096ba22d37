package record

import "time"

// VRRPState is the state of a VRRP router, in keepalived's words.
type VRRPState string

// The states.
const (
	VRRPMaster VRRPState = "MASTER" // it has the address
	VRRPBackup VRRPState = "BACKUP" // it waits for the other one to fall silent
	VRRPFault  VRRPState = "FAULT"  // its interface is gone, or a script that it tracks fails: it cannot take the address
	VRRPStop   VRRPState = "STOP"   // keepalived ends, and gives the address away
)

// VRRP is what a line of keepalived's log says about the address that two machines share.
type VRRP struct {
	Instance string    // vrrp_instance: "VI_1"
	To       VRRPState `json:",omitzero"`                // what it enters; "" = no other state: it has the address, and announces it
	Addr     string    `json:",omitzero" text:"address"` // that it announces
}

// VRRPSettings are the settings of keepalived for one address. Durations that are left out have its defaults.
type VRRPSettings struct {
	Instance string
	Addrs    []string      // virtual_ipaddress, without the length of the prefix
	Version  int           // 2 or 3
	Priority int           // 1 to 255
	Advert   time.Duration // advert_int
	Preempts bool          // it takes the address back from a lower priority
	Tracks   bool          // scripts or interfaces decide as well
}

// Takeover is how long a backup waits after the last advert: three intervals, and the longer the lower its priority is
// (RFC 2338, 5.3.2; RFC 5798, 6.1).
func (v *VRRPSettings) Takeover() time.Duration {
	unit := time.Second
	if v.Version >= 3 {
		unit = v.Advert
	}
	return 3*v.Advert + time.Duration(256-v.Priority)*unit/256
}
