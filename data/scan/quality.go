package scan

import (
	"image"
	"math"

	"ruhang/core/hiring"
)

// The limits, measured over the drawn documents of scantest (TestZ18_TheLimitsPartWhatIsReadFromWhatIsNot prints the table).
const (
	leastSide    = 400  // pixels of the shorter side: below, numbers are still read and names are not
	sharpEnough  = 0.28 // see sharpness: a lens out of focus by 0.3 % of the card's width, where the first digits are read wrong
	leastSpread  = 40   // greys between the darkest and the lightest of the paper
	leastLight   = 60   // grey of the lightest two hundredth
	mostBurnt    = 0.12 // share of pixels that are as white as can be, in a picture that is not white paper
	measuredSide = 1200
	reach        = 6 // pixels of the wide step: a letter's stroke at that size
)

// flaws is what hinders reading, the worst first.
func flaws(m *image.Gray, width, height int, rule string) []string {
	var out []string
	if min(width, height) < leastSide && rule != "photo" { // a portrait has a size of its own, and a rule for it
		out = append(out, hiring.FlawSmall)
	}
	low, high := spread(m, 0.005, 0.995)
	switch {
	case high < leastLight:
		out = append(out, hiring.FlawDark)
	case high-low < leastSpread:
		out = append(out, hiring.FlawFaint)
	}
	if len(out) == 0 && sharpness(m) < sharpEnough {
		out = append(out, hiring.FlawBlurred)
	}
	if burnt(m) {
		out = append(out, hiring.FlawGlare)
	}
	return out
}

// sharpness is how steep the steepest edges are: what changes from a pixel's left to its right, against what changes over a wide step, both as the
// strongest two hundredth, on a picture of one size whose noise was smoothed. It depends neither on light nor on how much is written.
func sharpness(m *image.Gray) float64 {
	m = smooth(scaled(m, measuredSide))
	var steep, wide [256]int
	all := 0
	for y := reach; y < m.Rect.Dy()-reach; y++ {
		for x := reach; x < m.Rect.Dx()-reach; x++ {
			steep[change(m, x, y, 1)]++
			wide[change(m, x, y, reach)]++
			all++
		}
	}
	return float64(top(steep[:], all/200)) / math.Max(8, float64(top(wide[:], all/200)))
}

// change is the larger difference between the pixels so far left and right, above and below.
func change(m *image.Gray, x, y, far int) int {
	at := y*m.Stride + x
	return max(abs(int(m.Pix[at-far])-int(m.Pix[at+far])), abs(int(m.Pix[at-far*m.Stride])-int(m.Pix[at+far*m.Stride])))
}

func top(counts []int, n int) int {
	for v := len(counts) - 1; v >= 0; v-- {
		if n -= counts[v]; n < 0 {
			return v
		}
	}
	return 0
}

func abs(n int) int { return max(n, -n) }

// burnt says that light was thrown back so strongly that nothing is left there: a large white spot in a picture that is darker elsewhere.
func burnt(m *image.Gray) bool {
	small := scaled(m, 300)
	white, soft := 0, 0
	for _, v := range small.Pix {
		switch {
		case v >= 254:
			white++
		case v >= 246:
			soft++
		}
	}
	_, middle := spread(small, 0, 0.5)
	return middle < 235 && float64(white)/float64(len(small.Pix)) > mostBurnt
}
