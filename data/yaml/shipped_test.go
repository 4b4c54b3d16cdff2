package yaml_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/data/yaml"
	"ruhang/resources"
)

func shipped(t *testing.T) *catalog.Catalog {
	t.Helper()
	files, err := yaml.Load(resources.Catalog)
	require.NoError(t, err)
	cat, err := catalog.Build(files)
	for _, p := range catalog.Problems(err) {
		t.Error(p)
	}
	require.NotNil(t, cat)
	return cat
}

func TestTheShippedCatalogIsRight(t *testing.T) {
	cat := shipped(t)
	require.Len(t, cat.Hash, 64)
	require.Len(t, cat.Positions, 3)
}
