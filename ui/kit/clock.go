package kit

import (
	"fyne.io/fyne/v2"
)

// Clock is a due time as a bar with words: how much of the limit is used; overdue it turns vermilion and says so.
type Clock struct {
	Label   string
	Elapsed string  // in words: "3 d 4 h"
	Limit   string  // in words
	Over    string  // in words; "" while there is time
	Share   float64 // elapsed divided by limit
}

// ClockBar shows a clock.
func ClockBar(words Words, clock Clock) *fyne.Container {
	bar := NewBar()
	says := Note(words("kit.elapsed", "elapsed", clock.Elapsed, "limit", clock.Limit))
	switch {
	case clock.Over != "":
		bar.Set(1, ToneNow)
		says = Note(words("kit.overdue", "over", clock.Over)).In(Accent).Bold()
	default:
		bar.Set(float32(clock.Share), ToneChosen)
	}
	return Tight(Between(Body(clock.Label).Clip(), says), bar)
}
