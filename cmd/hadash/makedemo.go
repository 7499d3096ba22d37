//go:build ignore

// makedemo writes the demo's recording from the Samples of a run that was captured on the real stack.
package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log"
	"os"
	"time"

	"hadash/record"
)

const (
	run  = "../../incident/testdata/runs/tuned-kill-mysql-slave1/samples.jsonl.gz"
	demo = "demo/demo.hadash"
)

func main() {
	if err := convert(); err != nil {
		log.Fatal("makedemo: ", err)
	}
}

func convert() error {
	in, err := os.Open(run)
	if err != nil {
		return err
	}
	defer in.Close()
	z, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	if err := os.Remove(demo); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var w *record.Writer
	for dec := json.NewDecoder(z); ; {
		var s record.Sample
		if err := dec.Decode(&s); errors.Is(err, io.EOF) {
			return w.Close()
		} else if err != nil {
			return err
		}
		if w == nil {
			head := record.Header{Hadash: "captured", Title: "kill mysql-slave1 under load", Started: s.At.UTC().Truncate(time.Second)}
			if w, err = record.Create(demo, head); err != nil {
				return err
			}
		}
		if err := w.Write(record.Settle(s)); err != nil {
			return err
		}
	}
}
