package sqlite

import "syscall"

// local is MNT_LOCAL of <sys/mount.h>: the file system is on this machine.
const local = 0x1000

// remote says whether a folder lies on another machine, where locks and the shared log's memory cannot be relied on.
func remote(dir string) bool {
	var s syscall.Statfs_t
	return syscall.Statfs(dir, &s) == nil && s.Flags&local == 0
}
