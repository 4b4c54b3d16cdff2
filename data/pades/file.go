package pades

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// file is a PDF as its revisions: the drawn one, and one more for each signature.
type file struct {
	b    []byte
	revs []revision
}

// revision is a part of the file with a cross-reference table of its own.
type revision struct {
	from, end int // its bytes
	xref      int // where its table stands
	objects   map[int]int
	trailer   dict
}

const (
	maxRevisions = 8
	maxObjects   = 20_000
	endMark      = "%%EOF"
)

// open reads the tables from the last to the first. Only classic tables are read: a file with streams of references is
// another file to another reader.
func open(b []byte) (*file, error) {
	f := &file{b: b}
	at, end, err := f.last()
	if err != nil {
		return nil, err
	}
	for {
		r, prev, err := f.section(at, end)
		if err != nil {
			return nil, err
		}
		f.revs = append(f.revs, r)
		if prev < 0 {
			break
		}
		if len(f.revs) == maxRevisions || prev >= at {
			return nil, broken("prev")
		}
		at, end = prev, 0
	}
	slices.Reverse(f.revs)
	return f, f.whole()
}

// last finds the table that the file's end names.
func (f *file) last() (at, end int, err error) {
	tail := bytes.TrimSuffix(f.b, []byte("\n"))
	i := bytes.LastIndex(tail, []byte("startxref\n"))
	if i < 0 || !bytes.HasSuffix(tail, []byte("\n"+endMark)) {
		return 0, 0, refuse("signature.after_last")
	}
	digits := string(tail[i+len("startxref\n") : max(i+len("startxref\n"), len(tail)-len("\n"+endMark))])
	at, err = strconv.Atoi(digits)
	if err != nil || strconv.Itoa(at) != digits {
		return 0, 0, refuse("signature.after_last")
	}
	return at, len(f.b), nil
}

// section reads the table at a place and the trailer behind it; end is where the revision must end when that is known.
func (f *file) section(at, end int) (revision, int, error) {
	r := revision{xref: at, objects: map[int]int{}}
	s := &scan{b: f.b, at: at}
	if at < 0 || at >= len(f.b) || !s.take("xref\n") {
		return r, 0, refuse("signature.xref_stream")
	}
	for !s.take("trailer\n") {
		if err := r.entries(s); err != nil {
			return r, 0, err
		}
	}
	v, err := s.value()
	trailer, ok := v.(dict)
	if err != nil || !ok {
		return r, 0, broken("trailer")
	}
	if trailer["XRefStm"] != nil || trailer["Encrypt"] != nil {
		return r, 0, refuse("signature.xref_stream")
	}
	r.trailer = trailer
	if !s.take(fmt.Sprintf("\nstartxref\n%d\n%s", at, endMark)) {
		return r, 0, broken("startxref")
	}
	s.take("\n")
	if r.end = s.at; end != 0 && r.end != end {
		return r, 0, refuse("signature.after_last")
	}
	prev, more := trailer["Prev"].(int)
	if !more {
		prev = -1
		if trailer["Prev"] != nil {
			return r, 0, broken("prev")
		}
	}
	return r, prev, nil
}

// entries reads one run of entries, each exactly twenty bytes.
func (r *revision) entries(s *scan) error {
	line := s.line()
	var first, count int
	if n, err := fmt.Sscanf(line, "%d %d", &first, &count); n != 2 || err != nil || line != fmt.Sprintf("%d %d", first, count) ||
		first < 0 || count < 1 || first+count > maxObjects {
		return broken("xref")
	}
	for id := first; id < first+count; id++ {
		if s.at+20 > len(s.b) {
			return broken("xref")
		}
		entry := string(s.b[s.at : s.at+20])
		s.at += 20
		if id == 0 && entry == "0000000000 65535 f \n" {
			continue
		}
		offset, err := strconv.Atoi(entry[:10])
		if _, twice := r.objects[id]; err != nil || twice || entry != fmt.Sprintf("%010d 00000 n \n", offset) {
			return broken("xref")
		}
		r.objects[id] = offset
	}
	return nil
}

func (s *scan) line() string {
	end := bytes.IndexByte(s.b[s.at:min(len(s.b), s.at+40)], '\n')
	if end < 0 {
		return ""
	}
	line := string(s.b[s.at : s.at+end])
	s.at += end + 1
	return line
}

// whole checks that the revisions follow each other without a byte between them, that each one's objects stand inside it, and that
// nothing in the file looks like an end that is none.
func (f *file) whole() error {
	if n := len(f.revs); bytes.Count(f.b, []byte(endMark)) != n || bytes.Count(f.b, []byte("startxref")) != n {
		return refuse("signature.more_ends")
	}
	size := 0
	for i := range f.revs {
		r := &f.revs[i]
		if i > 0 {
			r.from = f.revs[i-1].end
		}
		now, sized := r.trailer["Size"].(int)
		root, rooted := r.trailer["Root"].(ref)
		if !sized || !rooted || now < size || i > 0 && root != f.revs[0].trailer["Root"].(ref) {
			return broken("trailer")
		}
		size = now
		for id, offset := range r.objects {
			s := &scan{b: f.b, at: offset}
			if id >= size || offset < r.from || offset >= r.xref || !s.take(fmt.Sprintf("%d 0 obj\n", id)) {
				return broken("xref")
			}
		}
	}
	return nil
}

// where is an object's newest place up to a revision.
func (f *file) where(id, rev int) (int, bool) {
	for ; rev >= 0; rev-- {
		if at, ok := f.revs[rev].objects[id]; ok {
			return at, true
		}
	}
	return 0, false
}

// read reads an object as of a revision: its value, and the value's bytes.
func (f *file) read(v any, rev int) (any, []byte, error) {
	to, ok := v.(ref)
	if !ok || to.gen != 0 {
		return nil, nil, broken("reference")
	}
	at, ok := f.where(to.id, rev)
	if !ok {
		return nil, nil, broken("reference")
	}
	s := &scan{b: f.b, at: at}
	s.take(fmt.Sprintf("%d 0 obj\n", to.id))
	from := s.at
	value, err := s.value()
	return value, f.b[from:s.at], err
}

// dict reads an object that is a dictionary.
func (f *file) dict(v any, rev int) (dict, []byte, error) {
	value, raw, err := f.read(v, rev)
	if err != nil {
		return nil, nil, err
	}
	d, ok := value.(dict)
	if !ok {
		return nil, nil, broken("dictionary")
	}
	return d, raw, nil
}

// page is the reference to a page, counted from 1.
func (f *file) page(n int) (ref, error) {
	last := len(f.revs) - 1
	root, _, err := f.dict(f.revs[0].trailer["Root"], last)
	if err != nil {
		return ref{}, err
	}
	pages, _, err := f.dict(root["Pages"], last)
	if err != nil {
		return ref{}, err
	}
	kids, _ := pages["Kids"].(array) // our pages hang on one branch
	if n < 1 || n > len(kids) {
		return ref{}, broken("pages")
	}
	to, ok := kids[n-1].(ref)
	if !ok {
		return ref{}, broken("pages")
	}
	return to, nil
}

// fields are the form's fields as of a revision, by reference; none when the file has no form.
func (f *file) fields(rev int) (map[ref]dict, error) {
	root, _, err := f.dict(f.revs[0].trailer["Root"], rev)
	if err != nil || root["AcroForm"] == nil {
		return nil, err
	}
	form, _, err := f.dict(root["AcroForm"], rev)
	if err != nil {
		return nil, err
	}
	list, _ := form["Fields"].(array)
	out := map[ref]dict{}
	for _, v := range list {
		field, _, err := f.dict(v, rev)
		if err != nil {
			return nil, err
		}
		if _, twice := out[v.(ref)]; twice || field["FT"] != name("Sig") {
			return nil, refuse("signature.changed_form")
		}
		out[v.(ref)] = field
	}
	return out, nil
}

// size is the first number that no object has yet.
func (f *file) size() int { return f.revs[len(f.revs)-1].trailer["Size"].(int) }

// changed are the objects that a revision puts in place of earlier ones, and added those that are new.
func (f *file) changed(rev int) (changed, added []int) {
	before := f.revs[rev-1].trailer["Size"].(int)
	for _, id := range slices.Sorted(maps.Keys(f.revs[rev].objects)) {
		if id < before {
			changed = append(changed, id)
		} else {
			added = append(added, id)
		}
	}
	return changed, added
}
