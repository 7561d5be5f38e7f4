package jwks

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"strings"
	"sync"
)

// guessable reports whether a symmetric secret is one that anybody would try: a word
// of the list, whatever its case; the octets that such a word is the hex or base64
// text of are not tried. So is one octet repeated, and the secret of an RFC.
func guessable(secret []byte) bool {
	if len(bytes.TrimLeft(secret, string(secret[:1]))) == 0 {
		return true
	}
	words := guessableWords()
	sum := sha256.Sum256(secret)
	return words[strings.ToLower(string(secret))] || words[hex.EncodeToString(sum[:])]
}

//go:embed guessable.txt
var guessableFile embed.FS

var guessableWords = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	text, err := guessableFile.ReadFile("guessable.txt")
	if err != nil {
		panic(err) // it is in the binary
	}
	for line := range strings.Lines(string(text)) {
		if word := strings.TrimSpace(line); word != "" && !strings.HasPrefix(word, "#") {
			words[word] = true
		}
	}
	return words
})
