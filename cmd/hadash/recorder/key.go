package recorder

import (
	"sync"
	"time"

	"hadash/record"
)

// Key starts and ends recordings while the dashboard runs.
type Key struct {
	header func() record.Header // of a recording that begins now

	turn  sync.Mutex // of the presses of the key
	mu    sync.Mutex // of known and now
	known *known
	now   *Recorder // nil: no recording
	say   func(text string)
}

// NewKey returns a Key that does not record yet.
func NewKey(header func() record.Header) *Key { return &Key{header: header, known: newKnown()} }

// Tap gets every Sample before it is folded.
func (k *Key) Tap(s record.Sample) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.known.see(s)
	if k.now != nil {
		k.now.Tap(s)
	}
}

// On reports whether a recording is being made.
func (k *Key) On() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now != nil && !k.now.dead.Load()
}

// Press ends the recording, or starts one in a new file in the working directory, and describes what it did.
func (k *Key) Press() (text string, err error) {
	k.turn.Lock()
	defer k.turn.Unlock()
	if r := k.stop(); r != nil {
		if err := r.Close(); err != nil {
			return "", err
		}
		return "recorded to " + r.path + " · hadash replay plays it", nil
	}
	path := "hadash-" + time.Now().Format("20060102-150405") + ".hadash"
	if err := k.Start(path); err != nil {
		return "", err
	}
	text = "recording to " + path
	if k.late() {
		text += " · it begins without HAProxy's pages: each follows when it is read next"
	}
	return text, nil
}

// Start begins a recording with the present state; with --record that is still empty.
func (k *Key) Start(path string) error {
	r, err := New(path, k.header(), k.broke)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.known.samples() {
		r.Tap(s)
	}
	k.now = r
	return nil
}

// late reports whether there were too many servers for a recording to begin with all of them.
func (k *Key) late() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.known.left
}

// Listen sets the function that is called if a recording ends on its own.
func (k *Key) Listen(say func(text string)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.say = say
}

func (k *Key) broke(err error) {
	k.mu.Lock()
	say := k.say
	k.mu.Unlock()
	if say != nil {
		say(err.Error())
	}
}

// stop removes and returns the recorder; nil if there is none.
func (k *Key) stop() *Recorder {
	k.mu.Lock()
	defer k.mu.Unlock()
	r := k.now
	k.now = nil
	return r
}

// End returns the recording in progress at the end of the dashboard, to be closed; nil if there is none.
func (k *Key) End() *Recorder {
	k.turn.Lock()
	defer k.turn.Unlock()
	return k.stop()
}
