// Package clients holds no code: its tests run real client libraries against an
// issuer on the loopback interface that rotates its keys, and compare what they
// see with the windows that the catalogue in scan/consumer gives.
package clients
