package weakkey

import (
	"embed"
	"encoding/hex"
	"strings"
	"sync"
)

// Predictable reports whether an RSA key is one that the npm package keypair before
// 1.0.4 makes again and again (CVE-2021-41117): most octets of its seed were zero. The
// list has the moduli of the 256 seeds with one octet at the beginning, about a third
// of what it made, for 1024 and 2048 bits; badkeys' blocklist has more. Keys of Debian's OpenSSL of 2006 to 2008 (CVE-2008-0166) are over two million
// and stand in the blocklist alone.
func Predictable(hash KeyHash) bool {
	_, found := predictable()[hash]
	return found
}

//go:embed predictable.txt
var predictableFile embed.FS

var predictable = sync.OnceValue(func() map[KeyHash]struct{} {
	keys := map[KeyHash]struct{}{}
	text, err := predictableFile.ReadFile("predictable.txt")
	if err != nil {
		panic(err) // it is in the binary
	}
	for line := range strings.Lines(string(text)) {
		hash, err := hex.DecodeString(strings.TrimSpace(line))
		if err == nil && len(hash) == len(KeyHash{}) {
			keys[KeyHash(hash)] = struct{}{}
		}
	}
	return keys
})
