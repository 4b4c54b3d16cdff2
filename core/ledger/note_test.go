package ledger

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

func TestN02_ASignedCheckpointIsReadByItsKeyOnlyAndOnlyUnchanged(t *testing.T) {
	signer, stranger := NewSigner([32]byte{1}), NewSigner([32]byte{2})
	c := Checkpoint{Size: 128, Head: [32]byte{3}, Root: [32]byte{4}, At: start}
	note := signer.Sign(c)
	back, err := signer.Public().Open(note)
	require.NoError(t, err)
	require.Equal(t, c, back)
	require.Equal(t, "128-0400000000000000", c.Short())
	key, err := ParsePublicKey(signer.Public().String() + "\n")
	require.NoError(t, err)
	require.Equal(t, signer.Public(), key)

	_, err = stranger.Public().Open(note)
	require.True(t, fault.HasCode(err, "ledger.other_key"), "%v", err)
	for i := range note {
		changed := []byte(note)
		changed[i] ^= 0x01
		if _, err := signer.Public().Open(string(changed)); err == nil {
			require.Fail(t, "a changed byte is taken", "%d: %q", i, changed)
		}
		_, err := signer.Public().Open(note[:i])
		require.Error(t, err, "cut at %d", i)
	}
	longer := strings.Replace(note, "128\n", "129\n", 1)
	_, err = signer.Public().Open(longer)
	require.True(t, fault.HasCode(err, "ledger.signature"), "%v", err)
	both := note + strings.SplitAfter(stranger.Sign(c), "\n\n")[1]
	for _, s := range []Signer{signer, stranger} {
		back, err = s.Public().Open(both)
		require.NoError(t, err, "a witness may sign below")
		require.Equal(t, c, back)
	}
	for _, bad := range []string{"", "ruhang-bank", key.String() + "x", strings.Replace(key.String(), "+", "+0", 1), "other" + key.String()} {
		_, err := ParsePublicKey(bad)
		require.True(t, fault.HasCode(err, "ledger.key"), "%q: %v", bad, err)
	}
}

func TestN02_AnExportedLineIsReadBackAndNothingElseIs(t *testing.T) {
	r := bank(4)[3].Record
	r.Device = "line\nbreak \u2028 \"quoted\""
	Link(r.Prev, &r)
	raw := EncodeLine(&r)
	require.Equal(t, 1, strings.Count(string(raw), "\n"))
	back, err := DecodeLine(raw)
	require.NoError(t, err)
	require.Equal(t, r, back)
	for i := range len(raw) - 1 {
		changed := append([]byte(nil), raw...)
		changed[i] ^= 0x01
		if other, err := DecodeLine(changed); err == nil {
			require.NotEqual(t, r, other, "byte %d", i)
		}
	}
	for _, bad := range []string{"", "{}", "null", string(raw) + string(raw), strings.Replace(string(raw), "{", `{"note":"free",`, 1),
		strings.Replace(string(raw), `"seq":4`, `"seq":4,"seq":5`, 1), strings.Replace(string(raw), `"seq":4`, `"SEQ":4`, 1), " " + string(raw)} {
		_, err := DecodeLine([]byte(bad))
		require.True(t, fault.HasCode(err, "ledger.line"), "%q: %v", bad, err)
	}
}

func TestARewritingIsNarrowedByTheCheckpointsThatStillAgree(t *testing.T) {
	entries := bank(20)
	var taken []Checkpoint
	for _, n := range []int{5, 10, 15} {
		report, err := Verify(walk(entries[:n]))
		require.NoError(t, err)
		taken = append(taken, report.Checkpoint(start))
	}
	report, err := Verify(walk(entries), taken...)
	require.NoError(t, err)
	require.EqualValues(t, 15, report.Agreed)
	entries[11].Record.Actor = "a2"
	_, err = Verify(walk(relink(entries)), taken...)
	require.Equal(t, fault.Params{"size": "15", "from": "10"}, fault.Of(err).Params)
}
