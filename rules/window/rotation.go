package window

import "github.com/jwksaudit/jwksaudit/scan/inventory"

// JudgeLead is W1, and W7 for a standby key visible for that long: a key must
// be published for D before its first token, or every consumer above the lead
// refuses its tokens.
func JudgeLead(lead Term, d Bound) Judgement { return AtLeast(Sum(lead), d) }

// JudgeComfort is the note of W1: a lead below three times D leaves no room.
func JudgeComfort(lead Term, d Bound) Judgement {
	return AtLeast(Sum(lead), Bound{Low: times(d.Low, 3), High: times(d.High, 3), Terms: d.Terms})
}

// JudgeRetention is W2: a verification key must stay until the last token that
// it signed has expired. The caches of consumers do not enter.
func JudgeRetention(retention, lifetime, skew Term) Judgement {
	return AtLeast(Sum(retention), Sum(lifetime, skew))
}

// JudgeOverlap is W3, what a passive observer can check: signers may use the old
// key until D after the new one appears, so both must be published for D + L + S.
// That somebody signs at all times is presumed: a line that pauses between two
// keys satisfies W1 and W2 with any overlap, which nobody sees from outside.
// A suspicion is not raised where the observation is coarser than the need.
func JudgeOverlap(overlap Term, d Bound, lifetime, skew Term) Judgement {
	j := AtLeast(Sum(overlap), d.Plus(lifetime, skew))
	if j.Verdict == Suspect && less(j.Want.Low, width(overlap)) {
		j.Verdict = Unknown
	}
	return j
}

func width(t Term) inventory.Span {
	if t.High.Infinite {
		return t.High
	}
	return inventory.For(saturatingSub(t.High.D, t.Low.D))
}

// Exposure is W4: what a theft is worth after its key was removed.
type Exposure struct {
	Token Bound // a stolen token lives that long at most
	Key   Bound // a stolen private key signs accepted tokens for that long
}

// ExposureAfterRemoval computes W4 over the consumers of an issuer, in an
// outage, for an attacker can wait for one or cause it.
func ExposureAfterRemoval(consumers []*inventory.Consumer, f *Freshness, lifetime, skew Term) Exposure {
	key := longestTrust(consumers, f, RemovedKeyLagOutage)
	expiry := Sum(lifetime, skew)
	token := Bound{Low: shorter(key.Low, expiry.Low), High: shorter(key.High, expiry.High), Terms: expiry.Terms}
	if less(key.Low, expiry.Low) {
		token.Terms = key.Terms
	}
	return Exposure{Token: token, Key: key}
}

// EncryptionKeyRetention is W9: how long after the removal of an encryption key
// its private half is still needed, for senders cache too (OpenID Connect Core
// 1.0 section 10.2.1). The key itself may leave the set at once.
func EncryptionKeyRetention(senders []*inventory.Consumer, f *Freshness, message Term) Bound {
	return longestTrust(senders, f, RemovedKeyLag).Plus(message)
}

func longestTrust(consumers []*inventory.Consumer, f *Freshness,
	lag func(*inventory.Consumer, *Freshness) Bound,
) Bound {
	if len(consumers) == 0 {
		return Sum(unknown(NoExpiry, inventory.Unknown))
	}
	bounds := make([]Bound, len(consumers))
	for i, c := range consumers {
		bounds[i] = lag(c, f)
	}
	return greatest(bounds)
}
