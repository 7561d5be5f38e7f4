package consumer

import (
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/consumer/config"
	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// envoyClusters finds the clusters of a document by name: in a bootstrap, a
// discovery response or a config dump.
func envoyClusters(root *config.Node) map[string]*config.Node {
	clusters := map[string]*config.Node{}
	for n := range root.All() {
		if name := n.Get("name").Scalar(); name != "" && isCluster(n) && clusters[name] == nil {
			clusters[name] = n
		}
	}
	return clusters
}

func isCluster(n *config.Node) bool {
	for _, field := range []string{"load_assignment", "connect_timeout", "lb_policy", "dns_lookup_family", "cluster_type"} {
		if proto(n, field) != nil {
			return true
		}
	}
	return false
}

// verifiesCluster says whether Envoy verifies the server behind a cluster: what
// counts is the cluster's transport socket, not the scheme of the URL, and a TLS
// socket verifies nothing unless it is told by what.
func verifiesCluster(s settings, cluster *config.Node) inventory.Value[bool] {
	const source = "envoyproxy/envoy@02faf37 api/envoy/extensions/transport_sockets/tls/v3/tls.proto"
	if cluster == nil || proto(cluster, "transport_socket_matches") != nil {
		return inventory.Value[bool]{}
	}
	socket := proto(cluster, "transport_socket")
	settled := proto(socket, "typed_config")
	kind := settled.Get("@type").Scalar()
	if v2 := proto(cluster, "tls_context"); v2 != nil {
		socket, settled, kind = v2, v2, "UpstreamTlsContext"
	}
	switch {
	case socket == nil || strings.HasSuffix(kind, ".RawBuffer"):
		s.note("cluster %s (%s) has no TLS transport socket: keys are fetched in plain text whatever the URL says",
			cluster.Get("name").Scalar(), cluster.At)
		return inventory.Value[bool]{From: inventory.Implied, At: cluster.At}
	case !strings.HasSuffix(kind, "UpstreamTlsContext"):
		return inventory.Value[bool]{}
	}
	common := proto(settled, "common_tls_context")
	combined := proto(common, "combined_validation_context")
	if proto(common, "validation_context_sds_secret_config") != nil ||
		proto(combined, "validation_context_sds_secret_config") != nil {
		return inventory.Value[bool]{} // a secret that another server hands out
	}
	validation := proto(common, "validation_context")
	if validation == nil {
		validation = proto(combined, "default_validation_context")
	}
	if anchor := trustAnchor(validation); anchor != nil {
		return inventory.Value[bool]{V: true, From: inventory.Implied, At: anchor.At}
	}
	return inventory.Value[bool]{From: inventory.VendorDefault, At: socket.At, Cite: source}
}

// trustAnchor is what a validation context verifies certificates by.
func trustAnchor(validation *config.Node) *config.Node {
	if proto(validation, "trust_chain_verification").Scalar() == "ACCEPT_UNTRUSTED" {
		return nil
	}
	for _, field := range []string{
		"trusted_ca", "system_root_certs", "ca_certificate_provider_instance",
		"verify_certificate_hash", "verify_certificate_spki",
	} {
		if n := proto(validation, field); n != nil {
			return n
		}
	}
	return nil
}
