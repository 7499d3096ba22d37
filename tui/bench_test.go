package tui

import (
	"fmt"
	"testing"

	"hadash/incident"
	"hadash/tui/paint"
)

// manyServers is the lab with n servers at HAProxy.
func manyServers(n int) incident.Frame {
	f := oneDown()
	for i := len(f.HAProxy.Servers); i < n; i++ {
		f.HAProxy.Servers = append(f.HAProxy.Servers, server(fmt.Sprintf("server%04d", i), "UP", "L7OK", 1, 4, 123456))
	}
	return f
}

func BenchmarkView(b *testing.B) {
	for _, n := range []int{3, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := screenOf(200, 50, Options{Hands: &fakeHands{}, Theme: paint.ThemeDark}, manyServers(n))
			b.ReportAllocs()
			for b.Loop() {
				_ = m.View()
			}
		})
	}
}

// BenchmarkStats is a frame of the page of HAProxy's statistics.
func BenchmarkStats(b *testing.B) {
	for name, f := range map[string]incident.Frame{"run": runFrame(b, "baseline-stop-mysql-slave2", 0.55), "1000": thousand()[1]} {
		b.Run(name, func(b *testing.B) {
			m := screenOf(200, 50, everyKey, f)
			press(m, "j", "5")
			b.ReportAllocs()
			for b.Loop() {
				_ = m.View()
			}
		})
	}
}

// BenchmarkNode is a frame of a node's page, with a captured run's history and log behind it.
func BenchmarkNode(b *testing.B) {
	m := screenOf(200, 50, everyKey, runFrame(b, "tuned-kill-mysql-slave1", 0.8))
	press(m, "enter")
	b.ReportAllocs()
	for b.Loop() {
		_ = m.View()
	}
}

// BenchmarkFrame is a Frame taken and drawn.
func BenchmarkFrame(b *testing.B) {
	for _, n := range []int{3, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			f := manyServers(n)
			f.Lines = nil
			m := screenOf(200, 50, Options{Hands: &fakeHands{}, Theme: paint.ThemeDark}, f)
			b.ReportAllocs()
			for b.Loop() {
				m.Update(frameMsg(f))
				_ = m.View()
			}
		})
	}
}
