package scan

import (
	"bytes"
	"slices"

	"ruhang/core/fault"
)

// apple are the brands of files in the HEIF family (ISO/IEC 23008-12), which telephones save to spare room and nothing here can unpack.
var apple = []string{"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "avif", "avis"}

// kindOf goes by the first bytes; a name is not asked. The errors: scan.empty, scan.heic, scan.locked, scan.type.
func kindOf(raw []byte) (string, error) {
	switch {
	case len(raw) == 0:
		return "", fault.New(fault.Invalid, "scan.empty")
	case bytes.HasPrefix(raw, []byte("\xff\xd8\xff")):
		return "jpeg", nil
	case bytes.HasPrefix(raw, []byte("\x89PNG\r\n\x1a\n")):
		return "png", nil
	case len(raw) > 12 && string(raw[:4]) == "RIFF" && string(raw[8:12]) == "WEBP":
		return "webp", nil
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return "pdf", nil
	case len(raw) > 12 && string(raw[4:8]) == "ftyp" && slices.Contains(apple, string(raw[8:12])):
		return "", fault.New(fault.Invalid, "scan.heic")
	}
	return "", fault.New(fault.Invalid, "scan.type")
}
