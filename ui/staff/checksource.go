package staff

import (
	"context"
	"io"
	"path"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// sourceView is the dialog of a source that a person looks at.
type sourceView struct {
	p       *casePage
	o       model.OrderView
	form    *kit.Form // of the code; nil where the page needs none
	address *fyne.Container
	report  *fyne.Container
	read    *office.ReportOfCandidate
	close   func()
}

// showSource shows where a person looks a result up: as an address to open or copy, and as a code for a phone. Nothing is taken from
// the page by the program; what was seen is recorded with its evidence. A report that the candidate gave is read for its code and its
// fields, and counts for nothing before it was compared with the page.
func (p *casePage) showSource(o model.OrderView) {
	v := &sourceView{p: p, o: o, address: container.NewStack(), report: container.NewStack()}
	left := kit.Rows(kit.Long(p.say("check.page_says")), pairs([]model.Row{{Label: p.say("check.cannot_prove"), Value: o.CannotProve}}))
	width := float32(560)
	var body fyne.CanvasObject = kit.Rows(left, v.address)
	if o.Source.Coded {
		v.form = kit.NewForm(p.h.Words(), kit.FormSpec{Submit: p.say("check.page_show"), Fields: []kit.Field{{Name: "code", Label: p.say("check.page_code"),
			Hint: p.say("check.page_code_hint"), Required: true}}, OnSubmit: func(values map[string]string) { v.show(values["code"]) }})
		left.Add(kit.Line(kit.Secondary(p.say("check.report_read"), func() { p.h.PickFile([]string{".pdf"}, v.take) }).WithIcon(theme.DocumentIcon())))
		left.Add(v.report)
		width, body = 980, kit.Grid(430, left, kit.Rows(v.form, v.address))
	} else {
		v.show("")
	}
	done := kit.Quiet(p.say("close"), func() { v.close() })
	record := kit.Primary(p.say("check.record"), func() { v.close(); p.recordRead(o, v.read) })
	v.close = kit.Modal(p.h.Canvas(), width, kit.Rows(kit.Head(o.Source.Name), body, kit.Between(kit.Note(""), done, record)))
}

// show puts the page of a code into view.
func (v *sourceView) show(code string) {
	page := v.o.Source.Page(code)
	if page == "" {
		put(v.address, small(v.p.say("check.page_code_wrong")))
		return
	}
	put(v.address, v.p.pageOf(page))
}

// take reads a report of the candidate's.
func (v *sourceView) take(name string, content io.ReadCloser) {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	var read office.ReportOfCandidate
	v.p.h.Run(func(ctx context.Context) (err error) {
		defer content.Close()
		read, err = v.p.h.Staff().ReadOwnReport(ctx, v.p.id, name, content)
		return err
	}, func(err error) {
		if v.read = nil; err != nil {
			put(v.report, kit.Long(v.p.h.Fault(err)).In(kit.Accent))
			return
		}
		v.read = &read
		put(v.report, kit.Panel(kit.Rows(pairs(v.p.read.OwnReport(read)), small(v.p.say("check.report_says")))))
		v.form.Set("code", read.Code)
		v.show(read.Code)
	})
}
