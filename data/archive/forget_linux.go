package archive

import (
	"os"
	"syscall"
)

// dontNeed is POSIX_FADV_DONTNEED.
const dontNeed = 4

// forget makes the system read a file from its disk the next time, not from memory: a trial of what is only in memory says nothing
// about a stick. It is a wish; where it is not granted the trial still sees what was meant to be written.
func forget(path string) {
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	_, _, _ = syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, dontNeed, 0, 0)
}
