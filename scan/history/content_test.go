package history

import (
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
	"github.com/jwksaudit/jwksaudit/scan/jwks"
)

// TestRealDocumentsComeBackAsTheyWere packs every key set and metadata document of
// the shared corpus, hostile ones too.
func TestRealDocumentsComeBackAsTheyWere(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "corpus")
	var packer compressor
	sets, documents, octets := 0, 0, 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if set, problem := jwks.Decode(body); problem == nil {
			sets++
			octets += comesBack(t, &packer, path, set)
		}
		if metadata, problem := jwks.DecodeDiscovery(body); problem == nil {
			documents++
			comesBack(t, &packer, path, metadata)
		}
		return nil
	})
	if err != nil || sets == 0 {
		t.Skip("the shared corpus is not here")
	}
	t.Logf("%d key sets in %d octets each on average, %d metadata documents", sets, octets/sets, documents)
}

// zeros gives every zero one form; math/big has two.
func zeros(document any) {
	set, ok := document.(*inventory.KeySet)
	for i := 0; ok && i < len(set.Keys); i++ {
		var numbers []**big.Int
		if rsa := set.Keys[i].RSA; rsa != nil {
			numbers = append(numbers, &rsa.N, &rsa.E)
		}
		if ec := set.Keys[i].EC; ec != nil {
			numbers = append(numbers, &ec.X, &ec.Y)
		}
		for _, n := range numbers {
			if (*n).Sign() == 0 {
				*n = new(big.Int)
			}
		}
	}
}

// comesBack packs a document and wants the same back; it returns what it takes.
func comesBack[T any](t *testing.T, packer *compressor, name string, document *T) int {
	t.Helper()
	text, err := marshal(document)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return 0
	}
	data, err := packer.pack(text)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return 0
	}
	back := new(T)
	if err := unpack(data, back); err != nil {
		t.Errorf("%s: %v", name, err)
		return 0
	}
	zeros(document)
	zeros(back)
	if !reflect.DeepEqual(back, document) {
		t.Errorf("%s comes back as\n%+v, was\n%+v", name, back, document)
	}
	return len(data)
}

func TestDocumentsThatCannotBeReadAreErrors(t *testing.T) {
	var packer compressor
	whole, err := packer.pack([]byte(`{"Keys":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	broken, err := packer.pack([]byte(`{"Keys":[`))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"empty": nil, "cut off": whole[:len(whole)-3], "no deflate": {0xff, 0xff}, "no JSON": broken} {
		if err := unpack(data, new(inventory.KeySet)); err == nil {
			t.Errorf("%s: is read", name)
		}
	}
	for name, key := range map[string]inventory.Key{
		"no modulus":       {RSA: &inventory.RSAKey{E: big.NewInt(3)}},
		"negative modulus": {RSA: &inventory.RSAKey{N: big.NewInt(-3), E: big.NewInt(3)}},
		"no coordinate":    {EC: &inventory.ECKey{X: big.NewInt(1)}},
	} {
		if checkKeys(&inventory.KeySet{Keys: []inventory.Key{key}}) == nil {
			t.Errorf("%s: is taken", name)
		}
	}
}

// TestZeroIsLeftOut keeps the hash of a key set when inventory gains a field.
func TestZeroIsLeftOut(t *testing.T) {
	text, err := marshal(&inventory.KeySet{Keys: []inventory.Key{{Kid: "a"}}, Names: []string{"keys"}})
	if want := `{"Keys":[{"Kid":"a"}],"Names":["keys"]}`; err != nil || string(text) != want {
		t.Errorf("%s, %v, want %s", text, err, want)
	}
}
