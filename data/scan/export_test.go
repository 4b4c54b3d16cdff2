package scan

import (
	"context"
	"image"
	"time"
)

// Sharpness is what the limit is compared with.
func Sharpness(m image.Image) float64 { return sharpness(grayOf(m, viewSide)) }

// SharpEnough is the limit.
const SharpEnough = sharpEnough

// Tokens are the numbers of a line.
func Tokens(line string) []string { return tokens(line) }

// Impatient is an engine that is given less time.
func (e *Engine) Impatient(d time.Duration) *Engine {
	e.wait = d
	return e
}

// Letters is one look.
func (e *Engine) Letters(ctx context.Context, m image.Image) ([]string, error) {
	return e.letters(ctx, grayOf(m, viewSide))
}
