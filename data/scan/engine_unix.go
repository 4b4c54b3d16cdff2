//go:build unix

package scan

import (
	"os/exec"
	"syscall"
)

// alone gives the program a group of its own and ends the whole group when its time is over.
func alone(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
