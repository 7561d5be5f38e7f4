package consumer

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// request reads where a request for keys is passed on to, and what is cached on
// the way. The two caches add up: the inner one, auth_jwt_key_cache, counts as a
// delay behind the outer one, proxy_cache, whose time the headers may replace.
func (r *nginxPlusReader) request(s settings, scope nginxScope, uri *config.Node) {
	c := s.consumer
	keyCache := parsed(s.named("auth_jwt_key_cache"), word(scope.find("auth_jwt_key_cache"), 0), c.Refresh.Interval, "a time such as 10m", nginxTime)
	location := locationOf(scope, uri.Scalar())
	if location == nil {
		s.note("location %s, which fetches the keys, is not in the file: neither its URL nor its cache is known", uri.Scalar())
		s.unresolved(uri, uri.Scalar())
		c.Refresh.Mode, c.Refresh.Interval, c.Refresh.HTTPCache = inventory.ModeLazy, inventory.Value[inventory.Span]{}, inventory.CacheUnknown
		c.Refresh.PushDelay, c.Refresh.StaleOnError = keyCache, inventory.Value[inventory.Span]{}
		return
	}
	c.JWKSURLs = s.named("proxy_pass").nginxTexts(word(location.find("proxy_pass"), 0))
	zone := word(location.find("proxy_cache"), 0)
	if zone == nil || zone.Scalar() == "off" {
		c.Refresh.Interval = keyCache
		if !keyCache.From.Known() || keyCache.V.D > 0 {
			c.Refresh.Mode = inventory.ModeLazy
		}
		return
	}
	c.Refresh.Mode, c.Refresh.PushDelay = inventory.ModeLazy, keyCache
	readProxyCache(s, location, zone)
	if !keyCache.From.Known() || keyCache.V.D > 0 {
		s.note("auth_jwt_key_cache and proxy_cache (%s) both keep the keys: their times add up", zone.At)
	}
	if verify := word(location.find("proxy_ssl_verify"), 0); verify != nil {
		c.Checks.VerifiesTLS = inventory.Value[bool]{V: verify.Text == "on", From: inventory.Explicit, At: verify.At}
	}
}

// readProxyCache reads for how long the proxy keeps the answer, and what it does
// with an old one while no new one comes.
func readProxyCache(s settings, location nginxScope, zone *config.Node) {
	refresh := &s.consumer.Refresh
	refresh.Interval = implied(inventory.For(0), zone.At) // what has no lifetime is not kept
	for _, valid := range location.all("proxy_cache_valid") {
		words := valid.Elements()
		codes := scalars(valid)
		if len(words) == 0 || len(words) > 1 && !slices.Contains(codes, "200") && !slices.Contains(codes, "any") {
			continue
		}
		span := parsed(s.named("proxy_cache_valid"), words[len(words)-1], refresh.Interval, "a time such as 1h", nginxTime)
		if refresh.Interval.From == inventory.Implied || !span.From.Known() || span.V.Longer(refresh.Interval.V) {
			refresh.Interval = span
		}
	}
	refresh.HTTPCache = inventory.CacheReplaces
	if ignored := scalars(location.find("proxy_ignore_headers")); slices.Contains(ignored, "Cache-Control") && slices.Contains(ignored, "Expires") {
		refresh.HTTPCache = inventory.CacheIgnored
	}
	stale := location.find("proxy_cache_use_stale")
	if words := scalars(stale); len(words) > 0 && !slices.Contains(words, "off") {
		refresh.StaleOnError = implied(inventory.Forever(), stale.At) // as long as it is asked for
		background := word(location.find("proxy_cache_background_update"), 0).Scalar() == "on"
		refresh.UsesExpired = background && slices.Contains(words, "updating")
	}
}

// nginxTexts reads a text in which $name is a variable.
func (s settings) nginxTexts(n *config.Node) []inventory.Value[string] {
	if n != nil && strings.Contains(n.Text, "$") && !strings.Contains(n.Text, "${") {
		s.unresolved(n, n.Text)
		return []inventory.Value[string]{{From: inventory.Unresolved, At: n.At, Text: n.Text}}
	}
	return s.one(n)
}

// locationOf finds the location of a URI among those of the same server, with the
// blocks around it; nil where it is not in the file.
func locationOf(scope nginxScope, uri string) nginxScope {
	for i := len(scope) - 1; i >= 0; i-- {
		for _, f := range scope[i].Fields {
			body := inner(f.Value)
			if f.Name != "location" || body == nil {
				continue
			}
			words := f.Value.Items[:len(f.Value.Items)-1]
			if len(words) > 0 && words[len(words)-1].Scalar() == uri {
				return append(scope[:i+1:i+1], body)
			}
		}
	}
	return nil
}

// nginxTime reads a time as nginx writes it: numbers with units, such as "1h30m";
// a bare number is seconds, a month 30 days, a year 365.
func nginxTime(text string) (inventory.Span, error) {
	const day = 24 * time.Hour
	units := map[string]time.Duration{
		"y": 365 * day, "M": 30 * day, "w": 7 * day, "d": day, "h": time.Hour,
		"m": time.Minute, "s": time.Second, "": time.Second, "ms": time.Millisecond,
	}
	total, rest := time.Duration(0), strings.ReplaceAll(text, " ", "")
	for rest != "" || text == "" {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		after := strings.TrimLeft(rest[digits:], "yMwdhms")
		n, err := strconv.ParseInt(rest[:digits], 10, 64)
		unit := units[rest[digits:len(rest)-len(after)]]
		if err != nil || unit == 0 || n > int64((math.MaxInt64-total)/unit) {
			return inventory.Span{}, errors.New("not a time of nginx")
		}
		total += time.Duration(n) * unit
		rest = after
	}
	return inventory.For(total), nil
}
