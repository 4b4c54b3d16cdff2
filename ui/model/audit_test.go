package model_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/model"
	"ruhang/ui/uitest"
)

func TestN02_EveryRecordAndEveryAttemptHasItsWords(t *testing.T) {
	f := uitest.Bank(t)
	var missing []string
	need := func(key string) {
		for _, lang := range []string{"zh", "en"} {
			if !f.Words.Has(lang, key) {
				missing = append(missing, lang+" "+key)
			}
		}
	}
	for _, kind := range office.TraceKinds() {
		kind, _, _ = strings.Cut(kind, ".")
		need("trail." + kind)
	}
	for _, wire := range hiring.WireNames() {
		kind, _, _ := strings.Cut(wire, ".")
		need("event." + kind)
	}
	for _, command := range hiring.CommandNames() {
		need("attempt." + command)
	}
	for _, group := range model.AuditGroups {
		need("audit.group." + group)
	}
	require.Empty(t, missing)
}
