package weakkey

import (
	"math/big"

	"github.com/remyoudompheng/bigfft"
)

// keptLeaves is how many moduli a subtree may have whose products are forgotten and
// computed anew when they are needed: the lower levels are most of a tree's memory.
const keptLeaves = 1 << 12

// A productTree holds the product of its leaves.
type productTree struct {
	product     *big.Int
	leaves      []*big.Int
	left, right *productTree // nil below keptLeaves leaves, and for a single one
}

// newProductTree multiplies moduli, and sums up the products of all but one of them,
// the derivative: Σ product/nᵢ = left'·right + right'·left.
func newProductTree(moduli []*big.Int, keep bool) (tree *productTree, derivative *big.Int) {
	tree = &productTree{leaves: moduli}
	if len(moduli) == 1 {
		tree.product = moduli[0]
		return tree, bigOne()
	}
	half := len(moduli) / 2
	left, leftDerivative := newProductTree(moduli[:half], keep)
	right, rightDerivative := newProductTree(moduli[half:], keep)
	tree.product = bigfft.Mul(left.product, right.product)
	derivative = bigfft.Mul(leftDerivative, right.product)
	derivative.Add(derivative, bigfft.Mul(rightDerivative, left.product))
	if keep && len(moduli) > keptLeaves {
		tree.left, tree.right = left, right
	}
	return tree, derivative
}

// children gives the two halves, computing them anew where they were forgotten.
func (t *productTree) children() (left, right *productTree) {
	if t.left != nil {
		return t.left, t.right
	}
	half := len(t.leaves) / 2
	return productOf(t.leaves[:half]), productOf(t.leaves[half:])
}

// productOf is a tree without a derivative, its lower levels kept: it is short-lived.
func productOf(moduli []*big.Int) *productTree {
	tree := &productTree{leaves: moduli}
	if len(moduli) == 1 {
		tree.product = moduli[0]
		return tree
	}
	half := len(moduli) / 2
	tree.left, tree.right = productOf(moduli[:half]), productOf(moduli[half:])
	tree.product = bigfft.Mul(tree.left.product, tree.right.product)
	return tree
}

// fractionGuard is how many bits a fraction has beyond those of the product that it
// belongs to. Each level of a tree costs less than two of them.
const fractionGuard = 128

// A fraction is value/2^bits, between 0 and 1.
type fraction struct {
	value *big.Int
	bits  uint
}

// remainders calls leaf with each modulus and the remainder by it of the number x of
// which f is the fractional part of x over the tree's product (Bernstein, "Scaled
// remainder trees", 2004). For a child that is the part of f times its sibling's
// product, so that no level needs a division.
func (t *productTree) remainders(f fraction, leaf func(remainder *big.Int)) {
	if len(t.leaves) == 1 {
		// The fraction is a little short of remainder/n.
		remainder := new(big.Int).Mul(f.value, t.product)
		remainder.Add(remainder, new(big.Int).Lsh(bigOne(), f.bits-1))
		leaf(remainder.Rsh(remainder, f.bits))
		return
	}
	left, right := t.children()
	t.left, t.right = nil, nil
	leftPart := f.times(right.product, left.product.BitLen())
	rightPart := f.times(left.product, right.product.BitLen())
	left.remainders(leftPart, leaf)
	right.remainders(rightPart, leaf)
}

// times returns the fractional part of f·factor, cut to what a product of so many bits needs.
func (f fraction) times(factor *big.Int, productBits int) fraction {
	part := truncate(bigfft.Mul(f.value, factor), f.bits)
	bits := min(uint(productBits)+fractionGuard, f.bits)
	return fraction{part.Rsh(part, f.bits-bits), bits}
}

// fractionOf returns the fractional part of x/y, exact to fractionGuard bits more than
// y has. The division is Newton's method for 1/y, on numbers that double in length.
func fractionOf(x, y *big.Int) fraction {
	bits := uint(y.BitLen()) + fractionGuard
	inverse := reciprocal(y, uint(max(x.BitLen(), y.BitLen()))+bits+8)
	quotient := bigfft.Mul(x, inverse.value)
	part := truncate(quotient, inverse.bits)
	return fraction{part.Rsh(part, inverse.bits-bits), bits}
}

// reciprocal returns 1/y as value/2^bits, for bits beyond y's length: short of it by
// less than a few units in the last place of y's length.
func reciprocal(y *big.Int, bits uint) fraction {
	length := uint(y.BitLen())
	precision := bits - length // significant bits of 1/y
	if precision <= 512 {
		value := new(big.Int).Lsh(bigOne(), bits)
		return fraction{value.Quo(value, y), bits}
	}
	// r ≈ 1/y to half the precision; r·(2 - y·r) is to all of it.
	half := reciprocal(y, length+precision/2+4)
	kept := min(length, precision+16) // leading bits of y that count
	lead := new(big.Int).Rsh(y, length-kept)
	scale := half.bits - (length - kept) // y·r ≈ lead·value/2^scale ≈ 1
	rest := new(big.Int).Lsh(bigOne(), scale+1)
	rest.Sub(rest, bigfft.Mul(lead, half.value))
	value := bigfft.Mul(half.value, rest)
	shift := int(half.bits+scale) - int(bits)
	if shift >= 0 {
		value.Rsh(value, uint(shift))
	} else {
		value.Lsh(value, uint(-shift))
	}
	return fraction{value, bits}
}
