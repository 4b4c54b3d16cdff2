package check

import (
	"regexp"
	"strings"

	"ruhang/core/fault"
)

// certificateShape is what a certificate's management number may look like. There is no public checksum, and the lengths differ by year: what
// has this shape may be looked up, nothing more.
var certificateShape = regexp.MustCompile(`^[0-9A-Z]{8,30}$`)

// CertificateNumber writes a management number of a professional qualification without spaces and dashes, in capitals.
func CertificateNumber(s string) (string, error) {
	s = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u3000", "").Replace(s))
	if !certificateShape.MatchString(s) || !strings.ContainsAny(s, "0123456789") {
		return "", fault.New(fault.Invalid, "check.qualification.number", "field", "number")
	}
	return s, nil
}
