package scan

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"slices"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/screening"
)

// enough is how many looks, each at the picture prepared in another way, have to see the same number before it counts.
const enough = 2

// finder looks for one field in the lines of one look.
type finder struct {
	field  string
	find   func(lines []string) (found, bool)
	digits bool // looks at digits alone find it too
	must   bool // looking goes on until it is found
}

// finders are the fields of each rule of materials.yaml that can be found.
var finders = map[string][]finder{
	"id_card":     {{"id_no", idNumber, true, true}, {"name", name, false, false}, {"valid_until", until, false, false}},
	"diploma":     {{"number", diplomaNumber, true, true}, {"name", name, false, false}, {"school", school, false, false}, {"graduated_on", lastDay, false, false}},
	"certificate": {{"name", name, false, false}, {"school", school, false, false}},
	"bank_card":   {{"number", bankCard, true, true}},
}

// looks prepare a page, the likeliest first; those that say all are read letter by letter too.
var looks = []struct {
	prepare func(m *image.Gray, lean float64) *image.Gray
	letters bool
}{
	{func(m *image.Gray, _ float64) *image.Gray { return scaled(m, 1600) }, true},
	{func(m *image.Gray, lean float64) *image.Gray { return evened(straight(scaled(m, 1600), lean)) }, true},
	{func(m *image.Gray, lean float64) *image.Gray { return sharpened(straight(scaled(m, 2000), lean)) }, false},
	{func(m *image.Gray, lean float64) *image.Gray { return evened(smooth(straight(scaled(m, 1800), lean))) }, false},
	{func(m *image.Gray, lean float64) *image.Gray {
		return sharpened(evened(smooth(straight(scaled(m, 2400), lean))))
	}, false},
	{func(m *image.Gray, lean float64) *image.Gray { return smooth(straight(scaled(m, 1200), lean)) }, false},
	{func(m *image.Gray, _ float64) *image.Gray { return turned(evened(scaled(m, 1600)), 90) }, true}, // a telephone that lay flat does not know
	{func(m *image.Gray, _ float64) *image.Gray { return turned(evened(scaled(m, 1600)), 270) }, true},
	{func(m *image.Gray, _ float64) *image.Gray { return turned(evened(scaled(m, 1600)), 180) }, true},
}

// written is how many characters two looks have to see before more are worth it: a portrait or a blank page has fewer.
const leastWritten = 12

func straight(m *image.Gray, lean float64) *image.Gray {
	if lean == 0 {
		return m
	}
	return turned(m, -lean)
}

// patience is how long one document is read: somebody waits for it.
const patience = 15 * time.Second

// Read looks for the fields that a rule knows: codes first, then a PDF's own words, then letters.
func (s *Scanner) Read(ctx context.Context, sheet office.Scanned, rule string) (hiring.Reading, error) {
	var err error
	timed, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r := hiring.Reading{Flaws: sheet.Flaws, Width: sheet.Width, Height: sheet.Height, Pages: sheet.Count}
	s.codes(ctx, &r, sheet)
	if sheet.Ending == ".pdf" {
		s.ownWords(&r, sheet.Clean, rule)
	}
	engine := s.engine()
	if engine == nil || len(finders[rule]) == 0 {
		return r, nil
	}
	r.Engine = engine.Name
	for _, page := range sheet.Pages {
		if err = engine.page(timed, &r, page, finders[rule]); err != nil {
			break
		}
	}
	derive(&r)
	if ctx.Err() == nil && timed.Err() != nil {
		return r, nil // what was read by then stands
	}
	return r, err
}

// codes reads the QR codes, and from one that leads to the registry its code.
func (s *Scanner) codes(ctx context.Context, r *hiring.Reading, sheet office.Scanned) {
	for _, page := range sheet.Pages {
		if ctx.Err() != nil {
			return
		}
		if link, ok := s.code(page); ok && !slices.Contains(r.Links, link) {
			r.Links = append(r.Links, link)
			if code, err := screening.CHSILink(link); err == nil {
				put(r, hiring.ReadValue{Field: "chsi_code", Text: code, Sure: true})
			}
		}
	}
}

// ownWords are a PDF's words. They may differ from what its pages show, so they propose and prove nothing: no look at the picture saw them.
func (s *Scanner) ownWords(r *hiring.Reading, pdf []byte, rule string) {
	texts, err := s.tools.Text(pdf, firstPages)
	if err != nil {
		return // the pages were shown; words are a help
	}
	for _, text := range texts {
		var lines []string
		for line := range bytes.Lines([]byte(text)) {
			lines = append(lines, string(bytes.TrimSpace(line)))
		}
		for _, f := range finders[rule] {
			if v, ok := f.find(lines); ok {
				put(r, hiring.ReadValue{Field: f.field, Text: v.text})
			}
		}
		for _, line := range lines {
			if m := labelledCode.FindStringSubmatch(packed(line)); m != nil && screening.CHSICode(m[1]) {
				put(r, hiring.ReadValue{Field: "chsi_code", Text: m[1]})
			}
		}
	}
	derive(r)
}

// put keeps the first value of a field, unless a later one is proven and the first was not, or was seen and the first was not.
func put(r *hiring.Reading, v hiring.ReadValue) {
	i := slices.IndexFunc(r.Values, func(known hiring.ReadValue) bool { return known.Field == v.Field })
	switch {
	case i < 0:
		r.Values = append(r.Values, v)
	case v.Sure && !r.Values[i].Sure, v.Looks > 0 && !r.Values[i].Sure && r.Values[i].Looks == 0:
		r.Values[i] = v
	}
}

// derive adds what a proven number says by itself.
func derive(r *hiring.Reading) {
	if id, ok := r.Value("id_no"); ok && id.Sure {
		if facts, err := screening.IDNumber(id.Text, farDay); err == nil {
			put(r, hiring.ReadValue{Field: "birth_date", Text: string(facts.Birth), Sure: true})
		}
	}
}

// page looks at one page until what must be found is, or all looks were taken.
func (e *Engine) page(ctx context.Context, r *hiring.Reading, raw []byte, all []finder) error {
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "paper.bad_image", "scan.page")
	}
	votes, m := tally{}, grayOf(img, viewSide)
	defer votes.tell(r, all)
	lean, seen := 0.0, 0
	for i, look := range looks {
		if i == 1 {
			lean = skew(m)
		}
		if votes.done(all) && (i > 1 || votes.any(all)) || i == 1 && seen < leastWritten {
			break
		}
		prepared := look.prepare(m, lean)
		if look.letters && (i == 0 || !votes.any(all)) {
			n, err := e.vote(ctx, votes, all, e.letters, prepared, false)
			if err != nil {
				return err
			}
			seen += n
		}
		if _, err := e.vote(ctx, votes, all, e.digits, prepared, true); err != nil {
			return err
		}
	}
	return nil
}

// vote takes one look; it gives how many characters were seen.
func (e *Engine) vote(ctx context.Context, votes tally, all []finder, read func(context.Context, *image.Gray) ([]string, error), m *image.Gray, digits bool) (seen int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, fault.Wrap(err, fault.Stale, "scan.given_up", "scan.Read")
	}
	if digits && !slices.ContainsFunc(all, func(f finder) bool { return f.digits }) {
		return 0, nil
	}
	lines, err := read(ctx, m)
	if err != nil {
		return 0, fault.Wrap(err, fault.Offline, "scan.engine", "scan.Read")
	}
	for _, line := range lines {
		seen += len(packed(line))
	}
	for _, f := range all {
		if digits && !f.digits {
			continue
		}
		if v, ok := f.find(lines); ok {
			votes.add(f.field, v)
		}
	}
	return seen, nil
}
