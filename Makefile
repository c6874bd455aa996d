# `make` lists what there is to do. Everything builds into .build.

PREFIX ?= /usr/local
SWIFT ?= swift
SCRATCH ?= .build
RELEASE = $(SCRATCH)/release
BUNDLES = ownscope_Lessons.resources ownscope_Playground.resources

# With the Swift runtime inside, the program starts faster and runs on machines without Swift.
STATIC = $(shell test -d "$$(dirname "$$(readlink -f "$$(command -v $(SWIFT))")")/../lib/swift_static" && echo --static-swift-stdlib)

.PHONY: help demo playground build test prove install uninstall format bench clean packages test-packages playground-packages

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 14

demo: build ## install what is missing, build, and lint the exercises of the lesson
	@echo
	$(RELEASE)/ownscope lint --fail-on never fixtures/lesson

playground: playground-packages build ## install what it needs, and serve the lesson with a playground on this machine
	scripts/install-codemirror.sh $(SCRATCH)/codemirror
	$(RELEASE)/ownscope playground --assets $(SCRATCH)/codemirror

build: packages ## build the program in release mode
	$(SWIFT) build -c release $(STATIC) --product ownscope --scratch-path $(SCRATCH)

test: test-packages ## install what tests need and run them all
	$(SWIFT) test --scratch-path $(SCRATCH)

prove: test-packages ## take every fixture through the playground's Prove it (the better part of an hour)
	OWNSCOPE_ALL_PROOFS=1 $(SWIFT) test --scratch-path $(SCRATCH) --filter ProvenFixtureTests

install: build ## install the program and its lesson below PREFIX (/usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/ownscope
	install -m 755 $(RELEASE)/ownscope $(DESTDIR)$(PREFIX)/lib/ownscope/ownscope
	for bundle in $(BUNDLES); do \
	  rm -rf $(DESTDIR)$(PREFIX)/lib/ownscope/$$bundle; \
	  cp -R $(RELEASE)/$$bundle $(DESTDIR)$(PREFIX)/lib/ownscope/$$bundle || exit 1; \
	done
	ln -sfn ../lib/ownscope/ownscope $(DESTDIR)$(PREFIX)/bin/ownscope

uninstall: ## remove what install put below PREFIX
	rm -rf $(DESTDIR)$(PREFIX)/lib/ownscope $(DESTDIR)$(PREFIX)/bin/ownscope

format: ## rewrite all Swift sources in the house style
	$(SWIFT) format -i -r Package.swift Sources Tests Plugins

bench: build ## compare time and memory with a compiler and other analysers
	Benchmarks/run

clean: ## remove everything that was built
	rm -rf $(SCRATCH)

packages:
	@scripts/install-packages.sh build

test-packages:
	@scripts/install-packages.sh test

playground-packages:
	@scripts/install-packages.sh playground
