# One release build serves the night, the tests and the tools you install.
BUILD = swift build -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error
TEST = swift test -c release -Xswiftc -enable-testing --skip-build --disable-xctest
BIN = .build/release
PREFIX ?= /usr/local
SOURCES = Package.swift Sources Tests
SHARE = .build/share
TOOLS = $(notdir $(wildcard Sources/*-*))

SECONDS ?= 600

.PHONY: help nightly test lint format bench verify fuzz crash sanitize coverage differential golden site man install uninstall clean build prepare

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

nightly: build ## Run one whole night on the sample desk, end with the page to open
	@$(BIN)/run-pipeline pipelines/nightly.yaml

test: prepare ## Build everything and run every test
	@$(BUILD) --build-tests
	@.ci/run-tests $(TEST)

lint: ## Check the layout of every source file
	@swift format lint --strict --parallel --recursive $(SOURCES)

format: ## Lay out every source file
	@swift format --in-place --parallel --recursive $(SOURCES)

bench: prepare ## Measure what the work costs beside other programs: JSON Lines; ROWS="start-up driver" for some
	@$(BUILD) >&2
	@$(BIN)/bench $(ROWS)

crash: prepare ## Kill 500 nights of the sample desk, let eight writers meet for a minute (an hour or so)
	@$(BUILD) --build-tests
	@CRASH=full .ci/run-tests $(TEST) --filter 'KilledNightTests|ManyWritersTests'

verify: build ## Back-test every strategy file in freqtrade too, and compare (minutes; needs freqtrade)
	@PATH="$(CURDIR)/$(BIN):$$PATH" Tests/TranslationTests/Golden/verify-all

differential: build ## Invent N=100 back-tests and compare every trade with freqtrade's (SEED=1; needs freqtrade)
	@$(BIN)/differential --cases $(or $(N),100) --seed $(or $(SEED),1)

fuzz: prepare ## Let a fuzzer invent input for every reader, 10 minutes each (SECONDS=30 TARGET=json)
	@.ci/fuzz $(SECONDS) $(TARGET)

sanitize: prepare ## Run every test under the address sanitizer, then under the thread sanitizer (SANITIZER=thread)
	@.ci/sanitize $(SANITIZER)

coverage: prepare ## Say which lines of Sources the tests run, room by room; 90 % at least
	@.ci/coverage

golden: prepare ## Record what the tools answer now as what they must answer; shows the difference
	@$(BUILD) --build-tests
	@GOLDEN=record $(TEST) --filter 'GoldenTests|MigrationTests'
	@git status --short Tests; git diff --stat Tests

site: build ## Render the pages again from what the store holds
	@$(BIN)/run-pipeline pipelines/nightly.yaml --only render --force render

man: build ## Write manual pages and shell completions to .build/share
	@rm -rf $(SHARE)
	@.ci/manual $(BIN) $(SHARE) $(TOOLS)

install: man ## Copy tools, templates, manual pages and completions to PREFIX (/usr/local)
	@install -d "$(DESTDIR)$(PREFIX)/bin"
	@install -m 755 $(addprefix $(BIN)/,$(TOOLS)) "$(DESTDIR)$(PREFIX)/bin"
	@mkdir -p $(SHARE)/anytrade/site-templates
	@cp site-templates/* $(SHARE)/anytrade/site-templates
	@root=$$(cd "$(DESTDIR)$(PREFIX)" && pwd) && cd $(SHARE) && find . -type f | while read -r file; do \
	    install -D -m 644 "$$file" "$$root/share/$$file" || exit; done

uninstall: ## Remove from PREFIX what install put there
	@rm -f $(addprefix "$(DESTDIR)$(PREFIX)"/bin/,$(TOOLS))
	@rm -rf "$(DESTDIR)$(PREFIX)/share/anytrade"
	@cd "$(DESTDIR)$(PREFIX)/share" && rm -f man/man5/anytrade-*.5 man/man7/anytrade.7 man/man7/anytrade-*.7 \
	    $(foreach tool,$(TOOLS),man/man1/$(tool).1 bash-completion/completions/$(tool) \
	    zsh/site-functions/_$(tool) fish/vendor_completions.d/$(tool).fish)

clean: ## Remove what was built and made; the store stays
	@rm -rf .build site out .anytrade

build: prepare
	@$(BUILD)

prepare:
	@.ci/prepare
