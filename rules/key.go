package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// keyIdentity tells a key from its neighbours in fingerprints: thumbprint, else
// kid, else its place, for a key that has neither.
func keyIdentity(key *inventory.Key) string {
	return cmp.Or(key.Thumbprint, key.Kid, "#"+strconv.Itoa(key.Index))
}

// keyLabel names a key in the message of a finding about several keys or a set.
func keyLabel(key *inventory.Key) string {
	switch {
	case key.Kid != "":
		return "kid " + quote(key.Kid)
	case key.Thumbprint != "":
		return "thumbprint " + key.Thumbprint
	}
	return "key " + strconv.Itoa(key.Index+1)
}

// keyLabels names several keys, in order, at most five of them.
func keyLabels(keys []*inventory.Key) string {
	var labels []string
	for _, key := range keys {
		labels = append(labels, keyLabel(key))
	}
	return some(labels, ", ")
}

// registered gives the one of the names that text is but for its case; "" for none.
func registered(text string, names ...string) string {
	i := slices.IndexFunc(names, func(name string) bool { return strings.EqualFold(name, text) })
	if i < 0 {
		return ""
	}
	return names[i]
}

// keyType gives the registered key type that a key names, in whatever case; "" where it names none.
func keyType(key *inventory.Key) string { return registered(key.Kty, "RSA", "EC", "OKP", "AKP", "oct") }

// unknownType reports whether a key names a type, or a curve of its type, that
// is neither registered nor, as P-192 and P-224, known all the same.
func unknownType(key *inventory.Key) bool {
	switch keyType(key) {
	case "":
		return key.Kty != ""
	case "EC":
		return key.Crv != "" && registered(key.Crv, "P-256", "P-384", "P-521", "secp256k1", "P-192", "P-224") == ""
	case "OKP":
		return key.Crv != "" && registered(key.Crv, "Ed25519", "Ed448", "X25519", "X448") == ""
	}
	return false
}

// weakCurveBits gives the field of a prime curve below 256 bits by any of its names
// (FIPS 186-4, SEC 2, RFC 5639); 0 for every other name: unknown is not weak.
func weakCurveBits(name string) int {
	switch strings.ToLower(name) {
	case "secp160k1", "secp160r1", "secp160r2", "brainpoolp160r1", "brainpoolp160t1":
		return 160
	case "p-192", "secp192k1", "secp192r1", "prime192v1", "brainpoolp192r1", "brainpoolp192t1":
		return 192
	case "p-224", "secp224k1", "secp224r1", "brainpoolp224r1", "brainpoolp224t1":
		return 224
	}
	return 0
}

// asymmetric reports whether the key is of a public-key type.
func asymmetric(key *inventory.Key) bool {
	return slices.Contains([]string{"RSA", "EC", "OKP", "AKP"}, key.Kty)
}

// readablePublic reports whether the public half of an asymmetric key could be read.
func readablePublic(key *inventory.Key) bool {
	return key.RSA != nil || key.EC != nil || key.OKP != nil || key.AKP != nil
}

// verifiesSignatures reports whether a consumer may verify signatures with the
// key: readable, asymmetric, and not set aside for encryption.
func verifiesSignatures(key *inventory.Key) bool {
	return readablePublic(key) && !setAside(key)
}

// setAside reports whether a key is for other things than signatures of tokens.
func setAside(key *inventory.Key) bool {
	montgomery := key.Crv == "X25519" || key.Crv == "X448" // RFC 8037 section 3.2: key agreement only
	// x509-svid: certificate authorities of a SPIFFE bundle (SPIFFE Trust Domain and Bundle section 4.2.2)
	reserved := key.Use == "enc" || key.Use == "x509-svid"
	return reserved || montgomery || algorithmFamily(key.Alg) == familyEncryption
}

// sameMaterial groups keys that agree in thumbprint and in whatever also gives,
// in document order. Keys without a thumbprint are left out.
func sameMaterial(pass *EndpointPass, also func(*inventory.Key) string) [][]*inventory.Key {
	var order []string
	groups := map[string][]*inventory.Key{}
	for key := range pass.Keys() {
		if key.Thumbprint == "" {
			continue
		}
		id := key.Thumbprint + "\x00" + also(key)
		if groups[id] == nil {
			order = append(order, id)
		}
		groups[id] = append(groups[id], key)
	}
	var out [][]*inventory.Key
	for _, id := range order {
		if keys := groups[id]; len(keys) > 1 {
			out = append(out, keys)
		}
	}
	return out
}
