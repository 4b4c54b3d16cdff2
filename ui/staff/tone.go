package staff

import (
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// toneOf is a model's tone as the widgets draw it.
func toneOf(t model.Tone) kit.Tone {
	switch t {
	case model.Good:
		return kit.ToneGood
	case model.Warn:
		return kit.ToneWarn
	case model.Bad:
		return kit.ToneBad
	case model.Urgent:
		return kit.ToneNow
	}
	return kit.TonePlain
}
