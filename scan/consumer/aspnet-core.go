package consumer

import (
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// aspnetCore reads the authentication schemes of ASP.NET Core and the section of
// Microsoft.Identity.Web in appsettings.json. What the program itself sets, which
// is usual, is not seen.
func aspnetCore() Dialect {
	return Dialect{
		Product:  "aspnet-core",
		Signs:    aspnetSigns(),
		Variants: []Variant{aspnetBearer(), aspnetIdentityWeb()},
		Open:     func() Reader { return &fileReader{read: readAspnet} },
	}
}

func aspnetSigns() []string { return []string{`"Schemes"`, `"AzureAd`, `"AzureAD`} }

const (
	aspnetManager = "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet@c6b3b6a ConfigurationManager.cs"
	// An hour of jitter on top of the twelve, which are 5 % since 8.1 (c6b3b6a).
	aspnetJitter   = "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet@00ad769 ConfigurationManager.cs"
	aspnetIdentity = "AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet@c6b3b6a BaseConfigurationManager.cs"
	aspnetBinding  = "dotnet/aspnetcore@0152cd7 src/Security/Authentication/JwtBearer/src/JwtBearerConfigureOptions.cs"
	aspnetOptions  = "dotnet/aspnetcore@0222d0c JwtBearerOptions.cs"
)

// aspnetBearer keeps metadata and keys for twelve hours and up to one more, so that
// not all ask at once. A request that finds them older gets them all the same,
// while they are replaced in the background.
func aspnetBearer() Variant {
	return Variant{
		Name:     "jwt-bearer",
		Verified: "2026-11-28",
		Refresh: inventory.Refresh{
			Mode:         inventory.ModeLazy,
			Interval:     byDefault(inventory.For(13*time.Hour), aspnetJitter),
			HTTPCache:    inventory.CacheIgnored,
			UnknownKid:   byDefault(true, aspnetOptions),
			Cooldown:     byDefault(inventory.For(5*time.Minute), aspnetIdentity),
			StaleOnError: byDefault(inventory.Forever(), aspnetManager),
			UsesExpired:  true,
		},
		Checks: inventory.Checks{
			Issuer:     byDefault(false, aspnetBinding), // of a configured scheme without ValidIssuer
			Audience:   byDefault(false, aspnetBinding),
			Algorithms: byDefault([]string(nil), aspnetOptions),
			Skew:       byDefault(5*time.Minute, aspnetOptions),
		},
		Capabilities: identityModelCapabilities(),
	}
}

// aspnetIdentityWeb is Microsoft.Identity.Web on top of it, whose checks are its own.
func aspnetIdentityWeb() Variant {
	v := aspnetBearer()
	v.Name = "identity-web"
	v.Checks = inventory.Checks{Skew: v.Checks.Skew}
	return v
}

func readAspnet(file *config.File) (found []*inventory.Consumer, known bool) {
	for _, doc := range file.Documents(aspnetSigns()...) {
		schemes := folded(folded(doc.Root(), "Authentication"), "Schemes")
		for _, f := range members(schemes) {
			if c := readAspnetScheme(doc, schemes, f); c != nil {
				known, found = true, append(found, c)
			}
		}
		for _, f := range members(doc.Root()) {
			name := strings.ToLower(f.Name)
			if name != "azuread" && name != "azureadb2c" {
				continue
			}
			if c := readAspnetIdentityWeb(doc, f); c != nil {
				known, found = true, append(found, c)
			}
		}
	}
	return found, known
}

// folded returns the value of the last field that has one of the names, in any
// case: as .NET compares the keys of its configuration.
func folded(n *config.Node, names ...string) *config.Node {
	var out *config.Node
	for _, f := range members(n) {
		for _, name := range names {
			if strings.EqualFold(f.Name, name) && f.Value.Kind != config.Null {
				out = f.Value
			}
		}
	}
	return out
}

const aspnetNote = "what the program sets besides its configuration is not seen"

// readAspnetScheme reads one scheme; nil where it names no provider of keys, as
// that of cookies or of a developer's own tokens.
func readAspnetScheme(doc *config.Document, schemes *config.Node, f config.Field) *inventory.Consumer {
	authority, metadata := folded(f.Value, "Authority"), folded(f.Value, "MetadataAddress")
	if authority.Scalar() == "" && metadata.Scalar() == "" {
		return nil
	}
	s := declare(doc, schemes, f.Name, f.At, aspnetBearer())
	c := s.consumer
	if c.DiscoveryURLs = s.one(metadata); len(c.DiscoveryURLs) == 0 {
		c.DiscoveryURLs = below(s.one(authority), metadataPath)
	}
	c.Refresh.Cooldown = parsed(s, folded(f.Value, "RefreshInterval"), c.Refresh.Cooldown, timeSpanForm, timeSpan)
	c.Refresh.UnknownKid = truth(s, folded(f.Value, "RefreshOnIssuerKeyNotFound"), c.Refresh.UnknownKid)
	if n := folded(f.Value, "AutomaticRefreshInterval"); n != nil {
		s.note("AutomaticRefreshInterval (%s) is not taken from the configuration, only from the program", n.At)
	}
	c.Issuers = append(s.texts(folded(f.Value, "ValidIssuers")), s.one(folded(f.Value, "ValidIssuer"))...)
	c.Checks.Issuer = follows(c.Issuers, c.Checks.Issuer)
	c.Checks.Audiences = append(s.texts(folded(f.Value, "ValidAudiences")), s.one(folded(f.Value, "ValidAudience"))...)
	c.Checks.Audience = follows(c.Checks.Audiences, c.Checks.Audience)
	s.note(aspnetNote)
	return c
}

// readAspnetIdentityWeb reads a section of Microsoft.Identity.Web: an authority, or
// the parts that make one up; nil where it has neither.
func readAspnetIdentityWeb(doc *config.Document, f config.Field) *inventory.Consumer {
	s := declare(doc, f.Value, f.Name, f.At, aspnetIdentityWeb())
	instance, tenant := s.one(folded(f.Value, "Instance")), s.one(folded(f.Value, "TenantId"))
	if flow := s.one(folded(f.Value, "SignUpSignInPolicyId")); len(flow) > 0 {
		tenant = append(s.one(folded(f.Value, "Domain")), flow...)
	}
	authority := s.one(folded(f.Value, "Authority"))
	switch {
	case len(authority) > 0:
	case len(instance) == 0 || len(tenant) == 0:
		return nil
	default:
		authority = instance
		for _, part := range tenant {
			if !part.From.Known() {
				authority = []inventory.Value[string]{part}
				break
			}
			authority = below(authority, part.V)
		}
	}
	if len(authority) == 1 && authority[0].From.Known() && !strings.HasSuffix(strings.TrimRight(authority[0].V, "/"), "v2.0") {
		authority = below(authority, "v2.0")
	}
	c := s.consumer
	c.DiscoveryURLs = below(authority, metadataPath)
	c.Checks.Audiences = s.one(folded(f.Value, "Audience"))
	s.note(aspnetNote + "; one that only obtains tokens has this section too")
	return c
}

const timeSpanForm = `a time span such as "00:05:00"`

// timeSpan reads a System.TimeSpan: "[d.]hh:mm[:ss[.fffffff]]"; a bare number is days.
func timeSpan(text string) (inventory.Span, error) {
	text = strings.TrimSpace(text)
	if days, err := strconv.ParseUint(text, 10, 16); err == nil {
		return inventory.For(time.Duration(days) * 24 * time.Hour), nil
	}
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return inventory.Span{}, strconv.ErrSyntax
	}
	var days string
	if before, after, ok := strings.Cut(parts[0], "."); ok {
		days, parts[0] = before, after
	}
	iso := "PT" + parts[0] + "H" + parts[1] + "M"
	if days != "" {
		iso = "P" + days + "D" + iso[1:]
	}
	if len(parts) == 3 {
		iso += parts[2] + "S"
	}
	return isoSpan(iso)
}
