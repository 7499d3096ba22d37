//go:build !unix

package site

func groupOf(string) string { return "" }
