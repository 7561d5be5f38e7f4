package consumer

import (
	"slices"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// Libraries returns every client library that a consumer may be declared to use,
// by language; ranges of one library stand together, oldest first. What fetches keys
// for others that verify keeps no verdicts.
func Libraries() []Library {
	return slices.Concat(goLibraries(), nodeLibraries(), pythonLibraries(), javaLibraries(), otherLibraries())
}

// missOnly is a key set that never expires and is fetched anew for every token
// that it does not verify.
func missOnly(source string) inventory.Refresh {
	return inventory.Refresh{
		Mode:         inventory.ModeMissOnly,
		Interval:     byDefault(inventory.Forever(), source),
		HTTPCache:    inventory.CacheIgnored,
		UnknownKid:   byDefault(true, source),
		Cooldown:     byDefault(inventory.For(0), source),
		StaleOnError: byDefault(inventory.Forever(), source),
		Verdicts:     byDefault(inventory.For(0), source),
	}
}

// programRefresh is that of a library which only reads key sets: when they are
// fetched is the program's to say.
func programRefresh() inventory.Refresh {
	return inventory.Refresh{Mode: inventory.ModeUnknown, HTTPCache: inventory.CacheUnknown}
}
