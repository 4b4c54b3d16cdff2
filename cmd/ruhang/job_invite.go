package main

import (
	"context"
	"fmt"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// runInvite invites a case's candidate and gives the code out, once.
func runInvite(ctx context.Context, c *call, args []string) error {
	if len(args) != 1 {
		return errUsage{jobs["invite"].usage}
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		in, err := s.InviteCandidate(ctx, hiring.CaseID(args[0]))
		if err != nil {
			return err
		}
		if c.json {
			c.print(in)
			return nil
		}
		fmt.Fprintf(c.out, "%s\n%s\n%s\n", in.Login, in.Code, in.Until.Format(time.RFC3339))
		return nil
	})
}
