package sqlite

import "syscall"

// far are file systems that are somebody else's disk, by the number that statfs(2) gives them.
var far = map[uint32]bool{
	0x6969:     true, // NFS
	0x517b:     true, // SMB
	0xff534d42: true, // CIFS
	0xfe534d42: true, // SMB2
	0x5346414f: true, // AFS
	0x01021997: true, // 9P
	0x00c36400: true, // Ceph
}

// remote says whether a folder lies on another machine, where locks and the shared log's memory cannot be relied on.
func remote(dir string) bool {
	var s syscall.Statfs_t
	return syscall.Statfs(dir, &s) == nil && far[uint32(s.Type)] // #nosec G115 -- the numbers have 32 bits
}
