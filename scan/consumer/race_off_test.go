//go:build !race

package consumer

const raced = false
