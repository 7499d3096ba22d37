.PHONY: swarm docs many simulate all build fmt vet lint test race bench fuzz e2e outside pair up down check golden matrix referees experiment screenshots use idle attach-idle

LINT = go tool -modfile=lint/go.mod golangci-lint

all: fmt vet lint test

build: ## build the hadash command in bin/
	go build -o bin/hadash ./cmd/hadash

fmt: ## list the files that gofmt would change, and fail if there are any
	@out=$$(gofmt -l .); test -z "$$out" || { echo "$$out"; exit 1; }

vet:
	go vet ./...

lint:
	$(LINT) run ./...

house: ## print the sizes of the packages, and fail if a limit is exceeded; lint/house.sh -n only prints
	@lint/house.sh

test: ## unit tests, and the real stack if Docker is reachable
	go test -timeout 60m ./...
	go -C k6 test ./guard

race: ## unit tests only, with the race detector
	HADASH_E2E=0 go test -race -timeout 30m ./...

bench:
	HADASH_E2E=0 go test -run '^$$' -bench . -benchmem ./...

fuzz: ## run each fuzzer for 20 s
	@for t in $$(grep -rho --include='*_test.go' 'func Fuzz[A-Za-z]*' . | sed 's/func //' | sort -u); do \
		d=$$(grep -rl --include='*_test.go' "func $$t(" . | head -1 | xargs dirname); \
		echo "$$d $$t"; HADASH_E2E=0 go test -run '^$$' -fuzz "^$$t$$" -fuzztime 20s -fuzzminimizetime 20x $$d || exit 1; done

e2e: ## the real stack only; make e2e DB=mysql for MySQL
	HADASH_E2E=1 HADASH_DB=$(or $(DB),mariadb) go test -count=1 -timeout 60m -v -p 1 -run E2E ./cmd/hadash ./cmd/hadash/found

use: ## ten minutes of use, by keys and by mouse, on a separate stack; the frames go to /tmp/hadash-use
	HADASH_USE=/tmp/hadash-use go test -count=1 -timeout 30m -v -run TestUse ./cmd/hadash

idle: ## measure the cost of watching, also of hatop if it is installed; needs a running stack
	stack/idle.sh

attach-idle: ## measure the cost of watching 3 and 1 000 servers without Docker, beside hatop on the same socket
	attach/idle.sh

SIZE ?= 20x1000

many: ## time each key on each page with 20 simulated HAProxies of 1 000 servers each; ten minutes. SIZE=20x50, SIZE=20x1000nodes, SIZE=100x1000
	HADASH_MANY=$(SIZE) go test -count=1 -timeout 30m -run "TestKeys$$" -v ./cmd/hadash/simulated

simulate: ## serve them until ctrl+c, and print the command that shows them
	HADASH_SIMULATE=$(SIZE) go test -count=1 -timeout 0 -run TestServe -v ./cmd/hadash/simulated

matrix: ## every fault on every replica and instance, tuned and baseline; prints the tables; half an hour each
	@for s in $(or $(STACK),tuned baseline); do \
		HADASH_MATRIX=$$s go test -count=1 -timeout 120m -run TestMatrix -v ./cmd/hadash || failed=1; done; test -z "$$failed"

pair: ## the faults of a balancer with one HAProxy and with a pair, on baseline and tuned; prints the tables of docs/cluster.md; half an hour
	HADASH_PAIR=1 go test -count=1 -timeout 90m -run "TestPair$$" -v ./cmd/hadash

outside: ## every fault that tuned must hide, on every replica and instance, measured by clients unknown to hadash; a quarter of an hour
	HADASH_E2E=1 HADASH_OUTSIDE=$(or $(STACK),tuned) HADASH_LOAD=outside HADASH_FAULTS="$(or $(FAULTS),stop kill crash pause cut)" \
		go test -count=1 -timeout 60m -run TestE2EOutside -v ./cmd/hadash

swarm: ## three Engines on hosts of their own (root, Linux), the stack on them as a swarm, every drill of a swarm on it; prints the tables of docs/cluster.md; three quarters of an hour
	HADASH_E2E=1 HADASH_SWARM="$(or $(STACK),tuned baseline)" go test -count=1 -timeout 120m -run "TestSwarm$$" -v ./stack/swarm

referees: ## record the runs that the stopwatch is tested against; incident/testdata/runs
	HADASH_REFEREES=1 go test -count=1 -timeout 60m -run TestRecordRuns -v ./cmd/hadash

E = docs/experiment

experiment: build ## run the experiment of 2022 on baseline and on tuned: recordings, reports and their comparison; docs/experiment
	@mkdir -p $(E)
	@for s in baseline tuned; do \
		runs=$$(mktemp -d) && \
		{ bin/hadash drill run drills/report-2022.drill --stack $$s --out $$runs || test $$? -eq 1; } && \
		mv $$runs/*.hadash $(E)/$$s.hadash && rm -r $$runs && \
		bin/hadash report $(E)/$$s.hadash -o $(E)/$$s.md && \
		bin/hadash report $(E)/$$s.hadash -o $(E)/$$s.ru.md --lang ru || exit 1; done
	bin/hadash compare $(E)/baseline.hadash $(E)/tuned.hadash -o $(E)/comparison.md
	bin/hadash compare $(E)/baseline.hadash $(E)/tuned.hadash -o $(E)/comparison.ru.md --lang ru
	cp $(E)/baseline.hadash cmd/hadash/demo/demo.hadash

screenshots: ## redraw the pictures of README and manual from the recordings of the experiment; docs/screens
	HADASH_E2E=0 go test ./cmd/hadash -run 'TestScreenshots|TestFrames' -screenshots

docs: ## write the generated pages of the manual, and manual pages and shell completions in bin/
	go test ./tui/keys -run TestManual -update
	go test ./cmd/hadash -run 'TestCommandsPage|TestManualPages' -manual $(CURDIR)/bin

golden: ## rewrite the golden frames; read the diff
	go test ./tui -update

up:
	go run ./cmd/hadash up

down:
	go run ./cmd/hadash down

check: ## run haproxy -c and nginx -t on all four configurations, in their images
	stack/check.sh
