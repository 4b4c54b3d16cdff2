package office

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestControl21_WhenTwoAccountsAreOnePersons(t *testing.T) {
	lin := Account{ID: "a", Name: "Lin Yi", Staff: "1001"}
	for _, k := range []struct {
		other Account
		same  bool
	}{
		{Account{Name: "Lin Yi", Staff: "1001"}, true},
		{Account{Name: "Lin Yi (branch)", Staff: "1001"}, true},
		{Account{Name: "Lin Yi", Staff: "1002"}, false},
		{Account{Name: "Lin Yi"}, true},
		{Account{Name: "Chen Er"}, false},
	} {
		require.Equal(t, k.same, lin.samePerson(k.other), "%+v", k.other)
		require.Equal(t, k.same, k.other.samePerson(lin))
	}
}
