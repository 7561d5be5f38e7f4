package rules

var rsaModulusHalfShared = &Rule{
	ID:       "rsa-modulus-half-shared",
	Title:    "Two RSA moduli of the scan agree in their upper or lower half",
	Severity: Critical,
	Since:    "v0.1.0",
	Refs: []Ref{
		Source("Factoring RSA keys from certified smart cards", "", "https://smartfacts.cr.yp.to/smartfacts-20130916.pdf"), CWE(338), NHI(9),
	},
	Why:    "Random moduli differ in every part. These come from a generator that repeats itself, or one was made by changing the other: what is known of one helps to factor both.",
	Fix:    "Compare both published moduli with the keys that sign and repair a publication that was damaged. Where they agree, replace the keys by those of a sound generator.",
	Moduli: true,
	Fleet: func(pass *FleetPass) {
		moduli := pass.moduli()
		halves := map[string][]int{} // moduli by half, "upper" or "lower" before its octets
		for i, n := range moduli.numbers {
			if octets := n.Bytes(); len(octets) >= 64 {
				upper, lower := "upper"+string(octets[:len(octets)/2]), "lower"+string(octets[len(octets)/2:])
				halves[upper] = append(halves[upper], i)
				halves[lower] = append(halves[lower], i)
			}
		}
		for i, n := range moduli.numbers {
			octets := n.Bytes()
			for _, which := range []string{"upper", "lower"} {
				half := string(octets[:len(octets)/2])
				if which == "lower" {
					half = string(octets[len(octets)/2:])
				}
				if alike := halves[which+half]; len(alike) > 1 {
					moduli.reportHalf(pass, i, alike, which)
				}
			}
		}
	},
}

func (m *fleetModuli) reportHalf(pass *FleetPass, modulus int, alike []int, which string) {
	other := alike[0]
	if other == modulus {
		other = alike[1]
	}
	for _, at := range m.published[modulus] {
		f := m.report(pass, at, "RSA modulus of %s agrees with that of %s in its %s half, want one of its own",
			bitsText(m.numbers[modulus]), m.nameFor(at, other), which)
		f.About(which)
		f.Confidence = Firm
	}
}
