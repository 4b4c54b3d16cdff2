// Package office is the shell around the pure core: it settles commands against a store, keeps the directory of people
// and accounts, answers what screens ask, searches in memory, and opens two doors: staff and guest.
//
// It refuses to decide (hiring does), to draw (ui does) and to know of disks, keys' mathematics, PDFs or files' formats:
// it declares the ports it needs and is given them.
//
//	o, err := office.Open(ctx, ports)
//	staff, err := o.SignIn(ctx, "hr", password)
//	out, err := staff.Do(ctx, caseID, hiring.PassGate{Stage: "interview", Outcome: hiring.Pass})
package office
