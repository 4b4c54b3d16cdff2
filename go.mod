module ruhang

go 1.26.0

require (
	// recovery officers' kits: printable keys, post-quantum, that any age program reads (BSD)
	filippo.io/age v1.3.2
	// the window, the widgets and the software driver of tests: native on Windows, macOS, Linux, Android, iOS (BSD)
	fyne.io/fyne/v2 v2.8.1
	// signing in at a mail server, in tests (MIT)
	github.com/emersion/go-sasl v0.0.0-20241020182733-b788ff22d5a6
	// a mail server that refuses as it is told, in tests (MIT)
	github.com/emersion/go-smtp v0.25.1
	// charts drawn with our own font: radar, funnel, bars (MIT)
	github.com/go-analyze/charts v0.6.4
	// two programs changing the key file one after the other, on every system (BSD)
	github.com/gofrs/flock v0.13.0
	// writing offer letters and guides as PDF, behind data/paper (MIT)
	github.com/jung-kurt/gofpdf v1.16.2
	// showing a PDF inside the app and reading its words back, PDFium in WebAssembly (MIT)
	github.com/klippa-app/go-pdfium v1.20.0
	// reading a QR code from a picture (Apache-2.0/MIT)
	github.com/makiuchi-d/gozxing v0.1.1
	// the bank's file: SQLite itself, compiled in (MIT)
	github.com/mattn/go-sqlite3 v1.14.53
	// pinyin of names, for search (MIT)
	github.com/mozillazg/go-pinyin v0.21.0
	// names of cases and intents: unpredictable, sorted by time (Apache-2.0)
	github.com/oklog/ulid/v2 v2.1.2
	// the six digits of authenticator apps, RFC 6238 (Apache-2.0)
	github.com/pquerna/otp v1.5.0
	// drawing QR codes (MIT)
	github.com/skip2/go-qrcode v0.0.0-20200617195104-da1b6568686e
	// the circuit breaker of ways to the outside: half-open, one probe, counts that do not race (MIT)
	github.com/sony/gobreaker/v2 v2.4.0
	// require, in tests (MIT)
	github.com/stretchr/testify v1.12.1
	// the WebAssembly runtime below PDFium: its disk cache and limits are ours to set (Apache-2.0)
	github.com/tetratelabs/wazero v1.12.0
	// mail: MIME, encoded headers, STARTTLS, SCRAM; few dependencies, kept up (MIT)
	github.com/wneessen/go-mail v0.8.1
	// reading XLSX with limits on what it unpacks (BSD)
	github.com/xuri/excelize/v2 v2.11.1
	// the system's store for one key, on desktops (MIT)
	github.com/zalando/go-keyring v0.2.8
	// YAML of the catalog, with lines for error messages (MIT/Apache-2.0)
	go.yaml.in/yaml/v3 v3.0.6
	// Argon2id (BSD)
	golang.org/x/crypto v0.58.0
	// fonts' glyphs and advance widths; picture formats (BSD)
	golang.org/x/image v0.47.0
	// signed notes, in tests: any tool for them reads our checkpoints (BSD)
	golang.org/x/mod v0.41.0
	// asking for a password in a terminal without showing it (BSD)
	golang.org/x/term v0.47.0
	// GBK and GB18030 files (BSD)
	golang.org/x/text v0.43.0
	// property tests that shrink, in tests (MPL-2.0)
	pgregory.net/rapid v1.3.0
	// the bank's own certificate from a PKCS#12 file (BSD)
	software.sslmate.com/src/go-pkcs12 v0.7.3
)

require (
	filippo.io/hpke v0.4.0 // indirect
	fyne.io/systray v1.12.3-0.20260810170012-af4e8e793ec4 // indirect
	github.com/BurntSushi/toml v1.6.0 // indirect
	github.com/FyshOS/fancyfs v0.0.1 // indirect
	github.com/anthonynsimon/bild v0.14.0 // indirect
	github.com/boombuler/barcode v1.0.1-0.20190219062509-6c824513bacc // indirect
	github.com/clipperhouse/uax29/v2 v2.2.0 // indirect
	github.com/danieljoos/wincred v1.2.3 // indirect
	github.com/dustin/go-humanize v1.0.1 // indirect
	github.com/fsnotify/fsnotify v1.9.0 // indirect
	github.com/fyne-io/gl-js v0.2.1-0.20260315212741-029c47fd27e8 // indirect
	github.com/fyne-io/glfw-js v0.4.0 // indirect
	github.com/fyne-io/image v0.1.1 // indirect
	github.com/fyne-io/oksvg v0.2.0 // indirect
	github.com/go-analyze/bulk v0.1.6 // indirect
	github.com/go-gl/gl v0.0.0-20260331235117-4566fea9a276 // indirect
	github.com/go-gl/glfw/v3.4/glfw v0.1.0-pre.1.0.20260707082822-2a407d02d01a // indirect
	github.com/go-text/render v0.2.1 // indirect
	github.com/go-text/typesetting v0.3.4 // indirect
	github.com/godbus/dbus/v5 v5.2.2 // indirect
	github.com/golang/freetype v0.0.0-20170609003504-e2365dfdc4a0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/hack-pad/go-indexeddb v0.3.2 // indirect
	github.com/hack-pad/safejs v0.1.0 // indirect
	github.com/jeandeaual/go-locale v0.0.0-20250612000132-0ef82f21eade // indirect
	github.com/jolestar/go-commons-pool/v2 v2.1.2 // indirect
	github.com/jsummers/gobmp v0.0.0-20230614200233-a9de23ed2e25 // indirect
	github.com/mattn/go-runewidth v0.0.24 // indirect
	github.com/nfnt/resize v0.0.0-20180221191011-83c6a9932646 // indirect
	github.com/nicksnyder/go-i18n/v2 v2.5.1 // indirect
	github.com/richardlehane/mscfb v1.0.9 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/rymdport/portal v0.4.2 // indirect
	github.com/srwiley/oksvg v0.0.0-20221011165216-be6e8873101c // indirect
	github.com/srwiley/rasterx v0.0.0-20220730225603-2ab79fcdd4ef // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/xuri/efp v0.0.3-0.20260924042702-217b81952dec // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	github.com/yuin/goldmark v1.8.2 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/xerrors v0.0.0-20200804184101-5ec99f83aff1 // indirect
)
