package sqlite

import (
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"
)

var driveType = syscall.NewLazyDLL("kernel32.dll").NewProc("GetDriveTypeW")

const driveRemote = 4

// remote says whether a folder lies on another machine, where locks and the shared log's memory cannot be relied on.
func remote(dir string) bool {
	full, err := filepath.Abs(dir)
	if err != nil {
		return false
	}
	root := filepath.VolumeName(full) + `\`
	if strings.HasPrefix(root, `\\`) {
		return true
	}
	name, err := syscall.UTF16PtrFromString(root)
	if err != nil {
		return false
	}
	kind, _, _ := driveType.Call(uintptr(unsafe.Pointer(name))) // #nosec G103 -- the way to call Windows
	return kind == driveRemote
}
