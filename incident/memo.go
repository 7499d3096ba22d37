package incident

// memo is what Fold remembers from Sample to Sample and no reader needs.
type memo struct {
	nextID int
}
