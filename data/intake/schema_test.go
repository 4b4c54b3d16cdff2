package intake

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSchemaSaysWhatTheReaderTakes holds the published schema and the reader together: the same keys, object by object.
func TestSchemaSaysWhatTheReaderTakes(t *testing.T) {
	data, err := os.ReadFile("../../resources/schema/ai-report.schema.json")
	require.NoError(t, err)
	var schema struct {
		Schema string `json:"$schema"`
		Defs   map[string]struct {
			Properties map[string]any `json:"properties"`
			Required   []string       `json:"required"`
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(data, &schema))
	require.Equal(t, "https://json-schema.org/draft/2020-12/schema", schema.Schema)
	for name, keys := range map[string][]string{"report": reportKeys, "candidate": candidateKeys, "overall": overallKeys, "dimension": dimensionKeys,
		"evidence": evidenceKeys, "trait": traitKeys, "question": questionKeys, "signal": signalKeys} {
		var said []string
		for key := range schema.Defs[name].Properties {
			said = append(said, key)
		}
		require.ElementsMatch(t, keys, said, name)
	}
	require.ElementsMatch(t, []string{"schema_version", "vendor", "report_id", "candidate", "position_code", "interviewed_at", "overall", "dimensions"}, schema.Defs["report"].Required)
}

// TestWordsAreComplete holds what code expects of the words file.
func TestWordsAreComplete(t *testing.T) {
	require.Len(t, words.Months, 24)
	for _, id := range []string{"green", "amber", "red"} {
		require.NotEmpty(t, words.Lights[id])
	}
	for _, id := range []string{"doctor", "master", "bachelor", "junior_college", "high_school"} {
		require.NotEmpty(t, words.Degrees[id])
	}
	for _, id := range []string{"education", "employment", "qualification", "project", "summary"} {
		require.NotEmpty(t, words.Headings[id])
	}
	for field, names := range words.Columns {
		require.False(t, slices.Contains(names, ""), field)
	}
}
