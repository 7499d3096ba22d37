package record

import "hadash/record/secrets"

// Redact takes the passwords out of a text: "stats auth admin:[redacted]". Text without any is returned as
// it is, without a copy.
func Redact(text string) string { return secrets.Redact(text) }
