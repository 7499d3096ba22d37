package stack

import "hadash/record"

// The labels by which containers are found and understood.
const (
	labelProject = "com.docker.compose.project"
	labelService = "com.docker.compose.service"
	labelOneoff  = "com.docker.compose.oneoff"
	labelWorkDir = "com.docker.compose.project.working_dir"
	labelFiles   = "com.docker.compose.project.config_files"
	labelRole    = "hadash.role"
)

// cleanLabels cleans the values of labels where they come in: anybody who may start a container writes them, and
// they become names on the screen. Compose's own file names stay as they are, to be opened.
func cleanLabels(labels map[string]string) {
	for name, value := range labels {
		if name == labelWorkDir || name == labelFiles {
			continue
		}
		if clean := record.Clean(value); clean != value {
			labels[name] = clean
		}
	}
}
