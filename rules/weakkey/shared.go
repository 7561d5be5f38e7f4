package weakkey

import "math/big"

// mostCompared bounds the moduli that are compared one by one with others, which only
// those are whose factors are all shared.
const mostCompared = 500

// SharedFactors compares all moduli with all others and gives, for each, the index of
// one with which it has a prime in common, so that both are factored by their greatest
// common divisor; -1 where there is none. The moduli must be above 1 and all different.
//
// It is Bernstein's batch GCD, with the sum of all products of all moduli but one in
// place of squares: that sum leaves, divided by nᵢ, what the product of the others
// does. Multiplication is by fast Fourier transform and no level divides, so the cost
// grows little faster than the number of moduli; docs/batch-gcd.md has figures.
//
// A modulus that merely divides another is not reported, the other one is: whoever
// publishes a multiple of somebody's modulus does not make that weak.
func SharedFactors(moduli []*big.Int) []int {
	partners := make([]int, len(moduli))
	for i := range partners {
		partners[i] = -1
	}
	if len(moduli) < 2 {
		return partners
	}
	tree, derivative := newProductTree(moduli, true)
	f := fractionOf(derivative, tree.product)
	common := make([]*big.Int, 0, len(moduli))
	tree.remainders(f, func(remainder *big.Int) {
		n := moduli[len(common)]
		common = append(common, new(big.Int).GCD(nil, nil, n, remainder.Mod(remainder, n)))
	})
	pairUp(moduli, common, partners)
	return partners
}

// pairUp finds partners for the moduli that have something in common with others: by
// the common factor where it is one, else by comparing.
func pairUp(moduli, common []*big.Int, partners []int) {
	first := map[string]int{} // the first modulus of each common factor
	var whole, proper []int
	for i, gcd := range common {
		switch {
		case gcd.Cmp(bigOne()) == 0:
		case gcd.Cmp(moduli[i]) == 0 || gcd.Sign() == 0:
			whole = append(whole, i)
		default:
			proper = append(proper, i)
			key := string(gcd.Bytes())
			if other, ok := first[key]; ok {
				partners[i], partners[other] = other, i
				continue
			}
			first[key] = i
		}
	}
	// What has no equal yet shares with a modulus whose factors are all shared, or
	// that is a multiple.
	whole = whole[:min(len(whole), mostCompared)]
	for _, i := range whole {
		for _, j := range whole {
			if i != j && partners[i] < 0 && splits(moduli[j], moduli[i]) {
				partners[i] = j
			}
		}
	}
	for _, i := range proper[:min(len(proper), mostCompared)] {
		for _, j := range append(whole, proper...) {
			if i != j && partners[i] < 0 && splits(moduli[j], moduli[i]) {
				partners[i] = j
			}
			if i != j && partners[j] < 0 && splits(moduli[i], moduli[j]) {
				partners[j] = i
			}
		}
	}
}
