package office_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

// witness looks at the bank at the moment when a request arrives at the source.
type witness struct {
	*register
	stands func(order string) bool
	wrong  []string
}

func (w *witness) Order(ctx context.Context, q office.CheckRequest) (office.CheckAnswer, error) {
	if !w.stands(q.Order) {
		w.wrong = append(w.wrong, q.Order)
	}
	return w.register.Order(ctx, q)
}

func (w *witness) Poll(ctx context.Context, reference string) (office.CheckAnswer, error) {
	if !w.stands(strings.TrimPrefix(reference, "R-")) {
		w.wrong = append(w.wrong, "poll "+reference)
	}
	return w.register.Poll(ctx, reference)
}

// TestN11_NoOrderEverLeavesWithoutItsConsent gives and takes consents, lets time pass, orders, stops, has outages, delivers and reconciles
// in any order: whatever arrives at the source has a consent standing at that moment, and what is stopped is never asked about.
func TestN11_NoOrderEverLeavesWithoutItsConsent(t *testing.T) {
	asked := 0
	for seed := range uint64(8) {
		draw := rand.New(rand.NewPCG(seed, 11))
		f, source := connected(t, office.ConnectorAccount{})
		id := f.CaseAt("check")
		w := &witness{register: source}
		f.Connectors = func(office.Outside) map[string]office.Connector { return map[string]office.Connector{"tianyancha": w} }
		w.stands = func(order string) bool { return stands(f, id, order) }
		for range 40 {
			step(t, f, id, source, draw)
		}
		require.Empty(t, w.wrong, "seed %d: orders that left without a consent", seed)
		asked += len(source.asked())
	}
	require.Greater(t, asked, 8, "something was asked at all")
}

func step(t *testing.T, f *uitest.Fixture, id hiring.CaseID, source *register, draw *rand.Rand) {
	ctx, guest, hr := context.Background(), f.Guest(id), f.Staff("hr")
	var err error
	switch draw.IntN(12) {
	case 0, 1:
		_ = guest.Do(ctx, hiring.GiveConsent{Purpose: "check"})
	case 2:
		_ = guest.Do(ctx, hiring.WithdrawConsent{Purpose: "check"})
	case 3, 4:
		f.Advance(time.Duration(1+draw.IntN(300)) * time.Minute)
	case 5:
		f.Advance(time.Duration(1+draw.IntN(2)) * 100 * 24 * time.Hour) // consents run out
	case 6:
		_, _ = hr.Do(ctx, id, hiring.OrderChecks{})
	case 7:
		_, _ = hr.Do(ctx, id, hiring.StopCheck{Order: employment(f, id).ID, Why: "停"})
	case 8:
		source.set(func() { source.down = !source.down })
	case 9, 10:
		_, err = f.Office.Deliver(ctx)
	default:
		if _, err = f.Office.ReconcileChecks(ctx); err == nil {
			_, err = f.Office.Tick(ctx)
		}
	}
	require.NoError(t, err)
}

func stands(f *uitest.Fixture, id hiring.CaseID, order string) bool {
	c := f.File("hr", id).Case
	for i := range c.Checks {
		if o := &c.Checks[i]; o.ID == order {
			return o.Stopped == nil && c.Consented(f.Catalog.ConsentFor(o.Kind, o.Source), f.Catalog, hiring.DateOf(f.Now()))
		}
	}
	return false
}
