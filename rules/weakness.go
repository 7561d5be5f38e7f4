package rules

// cweName gives the name of a weakness (https://cwe.mitre.org); "" for one that
// no rule cites yet, which a test refuses.
func cweName(number int) string {
	return map[int]string{
		74:   "Improper Neutralization of Special Elements in Output Used by a Downstream Component ('Injection')",
		150:  "Improper Neutralization of Escape, Meta, or Control Sequences",
		295:  "Improper Certificate Validation",
		319:  "Cleartext Transmission of Sensitive Information",
		323:  "Reusing a Nonce, Key Pair in Encryption",
		324:  "Use of a Key Past its Expiration Date",
		326:  "Inadequate Encryption Strength",
		327:  "Use of a Broken or Risky Cryptographic Algorithm",
		328:  "Use of Weak Hash",
		338:  "Use of Cryptographically Weak Pseudo-Random Number Generator (PRNG)",
		345:  "Insufficient Verification of Data Authenticity",
		346:  "Origin Validation Error",
		347:  "Improper Verification of Cryptographic Signature",
		362:  "Concurrent Execution using Shared Resource with Improper Synchronization ('Race Condition')",
		354:  "Improper Validation of Integrity Check Value",
		400:  "Uncontrolled Resource Consumption",
		406:  "Insufficient Control of Network Message Volume (Network Amplification)",
		436:  "Interpretation Conflict",
		522:  "Insufficiently Protected Credentials",
		524:  "Use of Cache Containing Sensitive Information",
		613:  "Insufficient Session Expiration",
		636:  "Not Failing Securely ('Failing Open')",
		666:  "Operation on Resource in Wrong Phase of Lifetime",
		668:  "Exposure of Resource to Wrong Sphere",
		672:  "Operation on a Resource after Expiration or Release",
		694:  "Use of Multiple Resources with Duplicate Identifier",
		754:  "Improper Check for Unusual or Exceptional Conditions",
		757:  "Selection of Less-Secure Algorithm During Negotiation ('Algorithm Downgrade')",
		770:  "Allocation of Resources Without Limits or Throttling",
		826:  "Premature Release of Resource During Expected Lifetime",
		918:  "Server-Side Request Forgery (SSRF)",
		1059: "Insufficient Technical Documentation",
		1240: "Use of a Cryptographic Primitive with a Risky Implementation",
		1286: "Improper Validation of Syntactic Correctness of Input",
		1288: "Improper Validation of Consistency within Input",
		1329: "Reliance on Component That is Not Updateable",
		1391: "Use of Weak Credentials",
		1394: "Use of Default Cryptographic Key",
	}[number]
}

// nhiName gives the title of a risk of the OWASP Non-Human Identities Top 10, 2025.
func nhiName(number int) string {
	return map[int]string{
		1:  "Improper Offboarding",
		2:  "Secret Leakage",
		3:  "Vulnerable Third-Party NHI",
		4:  "Insecure Authentication",
		5:  "Overprivileged NHI",
		6:  "Insecure Cloud Deployment Configurations",
		7:  "Long-Lived Secrets",
		8:  "Environment Isolation",
		9:  "NHI Reuse",
		10: "Human Use of NHI",
	}[number]
}
