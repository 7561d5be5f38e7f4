.PHONY: help build test race lint fmt update check completions clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

build: ## build ./jwksaudit; its version comes from git
	CGO_ENABLED=0 go build -trimpath ./cmd/jwksaudit

test: ## run the tests
	go test ./...

race: ## run the tests with the race detector
	go test -race ./...

lint: ## run golangci-lint; the version that counts is pinned in .ci/run
	golangci-lint run ./...

fmt: ## format the code and group the imports
	golangci-lint fmt ./...

update: ## rewrite expected results and rules/README.md; read the diff
	go test ./rules ./scan/consumer ./output ./cmd -update

check: ## run every check, as CI does
	.ci/run

completions: ## write shell completions for the packages
	mkdir -p completions
	go run ./cmd/jwksaudit completion bash >completions/jwksaudit.bash
	go run ./cmd/jwksaudit completion zsh >completions/_jwksaudit
	go run ./cmd/jwksaudit completion fish >completions/jwksaudit.fish

clean: ## remove what was built
	rm -rf jwksaudit jwksaudit.exe completions dist
