package main

import (
	"context"
	"strconv"

	"ruhang/core/office"
)

// runDeliver does what is due to leave the house, and says what still waits. The clock was acted on when the account signed in.
func runDeliver(ctx context.Context, c *call, args []string) error {
	if len(args) > 0 {
		return errUsage{jobs["deliver"].usage}
	}
	return c.asStaff(ctx, func(b *bank, _ *office.Staff) error {
		over, err := b.office.Deliver(ctx)
		if err != nil {
			return err
		}
		left, err := b.office.Undone(ctx)
		if err != nil {
			return err
		}
		if c.json {
			c.print(map[string]int{"over": over, "waiting": left})
			return nil
		}
		c.say("cli.delivered", "over", strconv.Itoa(over), "waiting", strconv.Itoa(left))
		return nil
	})
}
