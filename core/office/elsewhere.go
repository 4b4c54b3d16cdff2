package office

import "context"

// Elsewhere looks whether another program has written to the bank, such as the one that takes callbacks in, and tells every open page. It
// runs every second: what happens in another window is seen nearly as soon as what happens in this one.
func (o *Office) Elsewhere(ctx context.Context) (news bool, err error) {
	if !o.ports.Vault.Unlocked() {
		return false, nil
	}
	before := o.written.own.Load()
	var seq uint64
	if err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		seq, _, _, err = r.Head()
		return err
	}); err != nil {
		return false, err
	}
	longer := seq > before && o.written.own.CompareAndSwap(before, seq) && before != 0
	if !o.written.news.Swap(false) && !longer {
		return false, nil
	}
	o.people.clear()
	o.accounts.Store(nil)
	o.feed.publish(Change{})
	return true, nil
}
