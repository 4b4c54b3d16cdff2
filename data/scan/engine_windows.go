package scan

import (
	"os/exec"
	"syscall"
)

// alone opens no window for the program; the context ends it.
func alone(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{HideWindow: true} }
