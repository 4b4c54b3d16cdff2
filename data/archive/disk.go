package archive

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"ruhang/core/fault"
)

// Windows' own numbers for what has other numbers elsewhere: ERROR_NOT_READY, ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL,
// ERROR_DEV_NOT_EXIST, ERROR_BAD_NETPATH, ERROR_IO_DEVICE, ERROR_NO_SUCH_DEVICE.
const (
	winNotReady   = syscall.Errno(21)
	winHandleFull = syscall.Errno(39)
	winDiskFull   = syscall.Errno(112)
	winDevGone    = syscall.Errno(55)
	winBadPath    = syscall.Errno(53)
	winDevice     = syscall.Errno(1117)
	winNoDevice   = syscall.Errno(433)
)

var full, gone []error

func init() {
	if runtime.GOOS == "windows" {
		full, gone = []error{winHandleFull, winDiskFull}, []error{winNotReady, winDevGone, winBadPath, winDevice, winNoDevice}
		return
	}
	full = []error{syscall.ENOSPC, syscall.EDQUOT}
	gone = []error{syscall.EIO, syscall.ENODEV, syscall.ENXIO, syscall.ENOTCONN, syscall.ESTALE}
}

// diskFault gives trouble with a disk its sentence; what has one already, and the end of the context, stay as they are, but for a
// database that says itself that the disk is full.
func diskFault(err error, folder string) error {
	var ours *fault.Error
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case is(err, full), fault.HasCode(err, "store.full"):
		return sayFolder(err, "backup.full", folder)
	case errors.As(err, &ours):
		return err
	case is(err, gone), errors.Is(err, fs.ErrNotExist):
		return sayFolder(err, "backup.gone", folder)
	case errors.Is(err, fs.ErrPermission):
		return sayFolder(err, "backup.no_right", folder)
	}
	return fault.Wrap(err, fault.Internal, "backup.failed", "archive")
}

func sayFolder(err error, code, folder string) error {
	return &fault.Error{Kind: fault.Internal, Code: code, Params: fault.Params{"folder": folder}, Op: "archive", Err: err}
}

func is(err error, any []error) bool {
	for _, e := range any {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// publish gives a file that is complete and durable its name, and makes the name last. A name is never taken from another file.
func publish(part, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fault.New(fault.Refused, "backup.exists")
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a new name last where folders can be synced; Windows has no such call and keeps names by itself, and some
// sticks' file systems refuse it.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

// writeWhole replaces a small file so that a crash leaves the old one or the new one, never a piece.
func writeWhole(path string, raw []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), partPrefix+"*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // only what was not renamed is still there
	_, err = f.Write(raw)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// escape makes a folder's name mean itself in a pattern.
func escape(dir string) string {
	if runtime.GOOS == "windows" {
		return dir // there a backslash is no escape; brackets in such a name find nothing, which does no harm
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(dir)
}
