package paper

import (
	"strings"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// layout turns a document's blocks into strips.
type layout struct {
	press *Press
	doc   office.Document
	out   []strip
	turn  bool // the next strip begins a page
}

// strips lays the whole document out.
func (l *layout) strips() ([]strip, error) {
	l.title()
	for _, b := range l.doc.Blocks {
		if err := l.block(b); err != nil {
			return nil, err
		}
	}
	return l.out, nil
}

func (l *layout) block(b office.Block) error {
	switch b.Kind {
	case office.Heading:
		l.heading(b.Text)
	case office.Paragraph:
		l.paragraph(b.Text)
	case office.Bullets:
		l.bullets(b.Rows)
	case office.Table:
		l.table(b)
	case office.Pairs:
		l.pairs(b)
	case office.Code:
		return l.code(b)
	case office.Picture:
		return l.picture(b)
	case office.Rule:
		l.add(strip{gap: 4, height: 4, draw: func(p *pen, at float64) { p.rule(side, at, bodyWidth, hair, line) }})
	case office.Fields:
		return l.fields(b)
	case office.Break:
		l.turn = true
	default:
		return fault.New(fault.Invalid, "paper.unknown_block", "kind", clean(string(b.Kind)))
	}
	return nil
}

// add appends strips; the first one begins a page when a break stands before it.
func (l *layout) add(strips ...strip) {
	if l.turn && len(strips) > 0 {
		strips[0].turn, l.turn = true, false
	}
	l.out = append(l.out, strips...)
}

// body is the running text's style. Han needs more air between its lines than Latin.
func (l *layout) body() style {
	if l.doc.Lang == "en" {
		return latinStyle
	}
	return hanStyle
}

// lines is a text's lines in a width, by paragraph.
func (l *layout) lines(text string, width float64, s style) [][]string {
	var out [][]string
	for _, paragraph := range strings.Split(text, "\n") {
		out = append(out, office.Lines(paragraph, width, func(part string) float64 { return l.press.width(part, s) }))
	}
	return out
}

// flat is lines without their paragraphs.
func flat(paragraphs [][]string) []string {
	var out []string
	for _, lines := range paragraphs {
		out = append(out, lines...)
	}
	return out
}

// title is the letter's head: the title, the house's seal, and a rule under both.
func (l *layout) title() {
	const sealSide = 11.0
	lines := flat(l.lines(l.doc.Title, bodyWidth-sealSide-8, titleStyle))
	words := float64(len(lines)) * titleStyle.height()
	height := max(words, sealSide)
	l.add(strip{height: height + 4, keep: true, draw: func(p *pen, at float64) {
		for i, text := range lines {
			p.text(side, at+(height-words)/2+float64(i)*titleStyle.height(), text, titleStyle)
		}
		p.seal(side+bodyWidth-sealSide, at+(height-sealSide)/2, sealSide)
		p.rule(side, at+height+3, bodyWidth, thin, indigo)
	}}, strip{height: 3.5, draw: func(*pen, float64) {}})
}

func (l *layout) heading(text string) {
	lines := flat(l.lines(text, bodyWidth, headingStyle))
	for i, text := range lines {
		s := strip{height: headingStyle.height(), keep: true, draw: func(p *pen, at float64) {
			p.text(side, at, text, headingStyle)
		}}
		if i == 0 {
			s.gap = 6
		}
		l.add(s)
	}
}

func (l *layout) paragraph(text string) { l.words(text, 0, 2.6, nil) }

// words is running text that begins x from the margin. Its first two and last two lines stay together.
func (l *layout) words(text string, x, gap float64, mark func(p *pen, at float64)) {
	s, width := l.body(), bodyWidth-x
	var out []strip
	for _, lines := range l.lines(text, width, s) {
		for i, text := range lines {
			spread := 0.0
			if i < len(lines)-1 && l.doc.Lang != "en" {
				spread = l.spread(text, width, s)
			}
			out = append(out, strip{height: s.height(), draw: func(p *pen, at float64) {
				p.spread(side+x, at, text, s, spread)
			}})
		}
	}
	for i := range out {
		out[i].keep = i < len(out)-1 && (i == 0 || i == len(out)-2)
	}
	out[0].gap = gap
	if draw := out[0].draw; mark != nil {
		out[0].draw = func(p *pen, at float64) { mark(p, at); draw(p, at) }
	}
	l.add(out...)
}

// spread is the space between characters that brings a full line of Han to the right margin, in millimetres; none when
// the line would look torn.
func (l *layout) spread(text string, width float64, s style) float64 {
	gaps := len([]rune(text)) - 1
	slack := width - l.press.width(text, s)
	if gaps < 1 || slack < 0 || slack/float64(gaps) > 0.08*s.size*mmPerPoint {
		return 0
	}
	return slack / float64(gaps)
}

func (l *layout) bullets(rows [][]string) {
	s := l.body()
	for i, row := range rows {
		gap := 1.0
		if i == 0 {
			gap = 2.2
		}
		l.words(strings.Join(row, " "), indent, gap, func(p *pen, at float64) {
			p.dot(side+1.6, at+s.height()/2, 0.65, indigo)
		})
	}
}
