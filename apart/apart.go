// Package apart runs commands of the user's apart from the terminal, and ends them with all that they have started.
package apart
