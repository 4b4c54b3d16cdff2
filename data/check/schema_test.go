package check

import (
	"encoding/json"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/resources"
)

// What a vendor implements from its description is what the program speaks: the same fields, everywhere.
func TestTheFormatsDescriptionHasTheFieldsOfTheCode(t *testing.T) {
	raw, err := fs.ReadFile(resources.Schema, "check-vendor.schema.json")
	require.NoError(t, err)
	var schema struct {
		Description string
		Defs        map[string]struct {
			Properties map[string]json.RawMessage
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(raw, &schema))
	for name, of := range map[string]any{"order": vendorOrder{}, "answer": vendorAnswer{}, "result": vendorResult{}, "file": vendorFile{}, "facts": hiring.CheckFacts{},
		"education": hiring.Education{}, "employment": hiring.Employment{}, "qualification": hiring.Qualification{}, "incident": hiring.Incident{}, "company": hiring.Company{}} {
		var said, spoken []string
		for field := range schema.Defs[name].Properties {
			said = append(said, field)
		}
		for i := range reflect.TypeOf(of).NumField() {
			field, _, _ := strings.Cut(reflect.TypeOf(of).Field(i).Tag.Get("json"), ",")
			spoken = append(spoken, field)
		}
		require.ElementsMatch(t, spoken, said, name)
	}
	require.Contains(t, schema.Description, signature("shared-secret", "1764063000", []byte(`{"reference":"V-1","state":"running"}`)))
	for _, word := range []string{headerTime, headerSignature, "Idempotency-Key", "/orders", "/ping", "402"} {
		require.Contains(t, schema.Description, word)
	}
}
