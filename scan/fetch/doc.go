// Package fetch is the one hardened GET of jwksaudit: it asks for a document and
// gives back what the server answered, or a Problem in plain words.
//
// What it holds to, whatever the server does:
//
//   - Time: one deadline over all hops of an attempt (Config.Timeout); half of it
//     each for connecting, the TLS handshake and the response header. Waiting for
//     a free slot counts towards none of them.
//   - Size: 64 KiB of response header, 1 MiB of body, before and after gunzip.
//   - Redirects: at most five, followed here one by one, each recorded.
//   - Zones: an address that is not public is connected to only if it lies in
//     Config.AllowPrivate. This is checked on the address of the socket, after
//     the name was resolved and just before connecting, so neither a redirect nor
//     DNS rebinding gets around it.
//   - TLS is verified, always; the version is recorded and judged elsewhere.
//   - A credential goes to the one origin that it is bound to, and not even there
//     once a redirect has led elsewhere. No message shows it.
//   - Politeness: GET only, a limit for each host and for all, two retries.
//
// With a proxy the socket's address is the proxy's, so the zone check sees only
// that: literal addresses and localhost are still checked here, but what a name
// resolves to is for the proxy to refuse. Resolutions are then not used either,
// except for the proxy's own name.
//
// It speaks HTTP/1.1 only: one request a connection at a time makes the limit
// for each host true of connections as well, and no stream of one document can
// hold up another.
//
// It refuses to send anything but GET, to take user names and passwords in URLs,
// to keep cookies, and to read bodies of answers that are not 200. It does not
// decide what to fetch (package scan does) and does not read captures.
//
// net/http writes octets that a server sends unasked on an idle connection to the
// log package's standard logger, and offers no other way: a program that uses
// this package should discard that logger's output.
package fetch
