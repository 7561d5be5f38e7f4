package consumer

// Dialects returns every product, by identifier.
func Dialects() []Dialect {
	return []Dialect{
		envoy(),
		istio(),
		kubernetesAPIServer(),
		spring(),
	}
}
