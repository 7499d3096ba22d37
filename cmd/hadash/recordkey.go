package main

import (
	"os"
	"sync"
	"time"

	"hadash/record"
)

// recordKey starts and ends recordings while the dashboard runs.
type recordKey struct {
	project string

	turn  sync.Mutex // of those who press it
	mu    sync.Mutex // of known and now
	known *known
	now   *recorder // nil: nothing is recorded
	say   func(text string)
}

func newRecordKey(project string) *recordKey { return &recordKey{project: project, known: newKnown()} }

// tap sees every Sample before it is folded.
func (k *recordKey) tap(s record.Sample) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.known.see(s)
	if k.now != nil {
		k.now.tap(s)
	}
}

// on reports whether a recording is being made.
func (k *recordKey) on() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.now != nil && !k.now.dead.Load()
}

// press ends the recording, or starts one in a new file here, and says in words what it did.
func (k *recordKey) press() (text string, err error) {
	k.turn.Lock()
	defer k.turn.Unlock()
	if r := k.stop(); r != nil {
		if err := r.close(); err != nil {
			return "", err
		}
		return "recorded into " + r.path + " · hadash replay shows it", nil
	}
	path := "hadash-" + time.Now().Format("20060102-150405") + ".hadash"
	if err := k.start(path); err != nil {
		return "", err
	}
	return "recording into " + path, nil
}

// start begins a recording with what is known; --record does so before anything is.
func (k *recordKey) start(path string) error {
	r, err := newRecorder(path, header(k.project), k.broke)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.known.samples() {
		r.tap(s)
	}
	k.now = r
	return nil
}

// listen gives the one who is told when a recording ends by itself.
func (k *recordKey) listen(say func(text string)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.say = say
}

func (k *recordKey) broke(err error) {
	k.mu.Lock()
	say := k.say
	k.mu.Unlock()
	if say != nil {
		say(err.Error())
	}
}

// stop takes the recorder away; nil when there is none.
func (k *recordKey) stop() *recorder {
	k.mu.Lock()
	defer k.mu.Unlock()
	r := k.now
	k.now = nil
	return r
}

// end ends what is being recorded when the dashboard does, and tells of it.
func (k *recordKey) end() {
	k.turn.Lock()
	defer k.turn.Unlock()
	if r := k.stop(); r != nil {
		r.tell(os.Stderr)
	}
}
