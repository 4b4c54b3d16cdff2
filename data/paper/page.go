package paper

// strip is a horizontal piece of a page that is never cut: a line of words, a picture, one line of a table's row.
type strip struct {
	gap    float64 // space above, but not at a page's top
	height float64
	keep   bool                     // stands on the same page as the strip after it
	turn   bool                     // begins a page
	head   []strip                  // a table's head, repeated where a page begins with this strip
	draw   func(p *pen, at float64) // at is the strip's top
}

// placed is a strip that has found its page.
type placed struct {
	strip
	at float64 // below the top margin
}

// paginate puts strips on pages of the given height. Strips that keep together move to the next page together, unless
// they are taller than a page.
func paginate(strips []strip, height float64) [][]placed {
	b := book{height: height, pages: [][]placed{nil}}
	for from := 0; from < len(strips); {
		to := from + 1
		for strips[to-1].keep && to < len(strips) {
			to++
		}
		group := strips[from:to]
		if group[0].turn || b.used+tall(group, b.used > 0) > height {
			b.turn()
		}
		for _, s := range group {
			b.put(s)
		}
		from = to
	}
	return b.pages
}

// book is the pages so far.
type book struct {
	height float64
	pages  [][]placed
	used   float64 // of the last page
}

// turn begins a new page, unless the last one is empty.
func (b *book) turn() {
	if b.used > 0 {
		b.pages, b.used = append(b.pages, nil), 0
	}
}

// put places one strip, with its table's head above it where a page begins.
func (b *book) put(s strip) {
	if b.used > 0 && b.used+s.gap+s.height > b.height {
		b.turn()
	}
	if b.used == 0 && tall(s.head, false)+s.height <= b.height {
		for _, h := range s.head {
			b.place(h)
		}
	}
	b.place(s)
}

func (b *book) place(s strip) {
	if b.used > 0 {
		b.used += s.gap
	}
	last := len(b.pages) - 1
	b.pages[last] = append(b.pages[last], placed{s, b.used})
	b.used += s.height
}

// tall is the height of strips below each other, the first one's gap counted only below another strip.
func tall(strips []strip, below bool) float64 {
	sum := 0.0
	for i, s := range strips {
		sum += s.height
		if i > 0 || below {
			sum += s.gap
		}
	}
	return sum
}
