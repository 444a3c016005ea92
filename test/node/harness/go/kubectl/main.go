// Command kubectl runs `k8s kubectl` with its own arguments: it gives the binary
// that holds all of Kubernetes' programs the name that manifests call, in an
// image that has no shell to do so.
package main

import (
	"fmt"
	"os"
	"syscall"
)

func main() {
	program := "/usr/local/bin/k8s"
	err := syscall.Exec(program, append([]string{program, "kubectl"}, os.Args[1:]...), os.Environ())
	fmt.Fprintf(os.Stderr, "kubectl: %s: %v\n", program, err)
	os.Exit(127)
}
