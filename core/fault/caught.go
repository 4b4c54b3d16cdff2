package fault

import (
	"fmt"
	"runtime"
	"strconv"
	"strings"
)

// Caught runs do; a panic in it becomes an Internal error that says where in the code it happened and of what type it was, and
// nothing of the values: what a program dies of may be somebody's name (ASVS 16.5.4).
func Caught(do func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &Error{Kind: Internal, Code: "internal", Op: ours(), Err: diedOf(r)}
		}
	}()
	return do()
}

// diedOf is a panic without its values; those of the runtime itself (an index, a nil pointer) hold numbers only.
func diedOf(r any) error {
	if fromRuntime, ok := r.(runtime.Error); ok {
		return fromRuntime
	}
	return fmt.Errorf("panic of %T", r)
}

// ours is the innermost place of this program on the stack of a panic: "ui/staff/case.go:71".
func ours() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		frame, more := frames.Next()
		if _, name, found := strings.Cut(frame.Function, "ruhang/"); found && !strings.HasPrefix(name, "core/fault.") {
			file := frame.File[strings.LastIndex(frame.File, "/")+1:]
			pack, _, _ := strings.Cut(name, ".")
			return pack + "/" + file + ":" + strconv.Itoa(frame.Line)
		}
		if !more {
			return ""
		}
	}
}
