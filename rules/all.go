package rules

// Topic is a chapter of the catalogue: what its rules look at.
type Topic struct {
	Name  string
	Rules []*Rule // by ID
}

// All returns every rule, in the order of the catalogue.
func All() []*Rule {
	var all []*Rule
	for _, topic := range Topics() {
		all = append(all, topic.Rules...)
	}
	return all
}

// Topics returns the catalogue. Adding a rule is one line here, its file and its cases.
func Topics() []Topic {
	return []Topic{
		{"Key material", []*Rule{
			akpLengthWrong,
			ecCurveWeak,
			ecPointOffCurve,
			keyMemberMissing,
			keyTypeMisspelt,
			keyTypeUnknown,
			okpLengthWrong,
			privateKeyPublished,
			privateMemberEmpty,
			rsaExponentInvalid,
			rsaExponentLarge,
			rsaExponentSmall,
			rsaFactorSmall,
			rsaModulusFactorable,
			rsaModulusOversized,
			rsaModulusShort,
			rsaPrimesClose,
			symmetricKeyPublished,
		}},
		{"Key metadata", []*Rule{
			algDeprecated,
			algForbidden,
			algKeyMismatch,
			algMissing,
			algUnregistered,
			algUseMismatch,
			keyExpired,
			keyPremature,
			keyRevoked,
			keyTimeImplausible,
			kidDuplicate,
			kidGeneric,
			kidMissingAmbiguous,
			kidSharedAcrossTypes,
			kidUnprintable,
			operationsInvalid,
			useMissingMixed,
			useOperationsConflict,
			useUnknown,
		}},
		{"Key encoding", []*Rule{
			base64urlInvalid,
			base64urlNoncanonical,
			coordinateLengthWrong,
			integerNotMinimal,
			keyMemberDuplicate,
			keysetTextMalformed,
			setMemberDuplicate,
		}},
		{"Certificates in keys", []*Rule{
			certificateExpired,
			certificateExpiring,
			certificateKeyMismatch,
			certificateMalformed,
			certificatePremature,
			certificateSignatureWeak,
			certificateThumbprintHex,
			certificateThumbprintMismatch,
			x5uPlaintext,
		}},
		{"Key sets", []*Rule{
			keyMaterialDuplicate,
			keyUseShared,
			keysetCrowded,
			keysetEmpty,
			keysetFormWrong,
			keysetNotJSON,
			keysetOversized,
			keysetWithoutSigningKey,
			standbyMissing,
		}},
		{"Transport", []*Rule{
			contentTypeWrong,
			dateSkewed,
			hstsMissing,
			keysetPlaintext,
			redirectCrossSite,
			redirectDowngrade,
			redirectFollowed,
			statusUnexpected,
			tlsCertificateExpiring,
			tlsKeyShort,
			tlsUntrusted,
			tlsVersionOld,
		}},
		{"Caching", []*Rule{
			cacheAgeExcessive,
			cacheContradictory,
			cacheErrorStored,
			cacheExpiresConflict,
			cacheForbidden,
			cacheHeaderMissing,
			cacheHeuristic,
			cacheImmutable,
			cachePrivate,
			cacheStaleLong,
			cacheTooLong,
			cacheTooShort,
			cookieSet,
			varyUnbounded,
		}},
		{"Provider metadata", []*Rule{
			algAdvertisedUnpublished,
			algHmacAdvertised,
			algNoneAdvertised,
			algPublishedUnadvertised,
			endpointPlaintext,
			issuerMismatch,
			issuerSlashMismatch,
			issuerURLInvalid,
			jwksURICrossSite,
			jwksURIMissing,
			jwksURIPlaintext,
		}},
		{"Consumers", []*Rule{
			consumerAlgorithmMixed,
			consumerAudienceUnchecked,
			consumerCacheLong,
			consumerCacheUnbounded,
			consumerIssuerUnchecked,
			consumerKeysPinned,
			consumerPlaintext,
			consumerPlaintextInternal,
			consumerRefetchMissing,
			consumerRefetchUnlimited,
			consumerSkewLarge,
			consumerStaleKeysKept,
			consumerTLSUnverified,
			consumerTokenOptional,
			consumerVerdictCached,
		}},
		{"Consumers and the key sets that they trust", []*Rule{
			consumerAlgorithmUnsatisfied,
			pinnedKeyGone,
			publishedKeyUnusable,
			removedKeyTrustedLong,
			rotationBreaksConsumers,
		}},
		{"Across endpoints", []*Rule{
			keySharedByIssuers,
		}},
	}
}
