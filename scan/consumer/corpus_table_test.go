package consumer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jwksaudit/jwksaudit/scan/inventory"
)

// corpusLabels are the products for which the folders of the corpus are named, where
// that is not the name of one. A trailing hyphen stands for all that begin so.
func corpusLabels() map[string][]string {
	return map[string][]string{
		"apim": {"azure-apim"}, "cloudformation-sam": {"aws-"}, "github-actions-wif": {"gcp-", "aws-"},
		"k8s-authentication-configuration": {"kubernetes-apiserver"}, "kube-apiserver-flags": {"kubernetes-apiserver"},
		"kong-plugin-crd": {"kong-"}, "nginx": {"nginx-plus"}, "opensearch-security": {"opensearch"},
		"ory-hydra-kratos": {"oathkeeper"}, "quarkus": {"quarkus", "smallrye-jwt"}, "serverless-framework": {"aws-"},
		"terraform-aws": {"aws-"}, "terraform-gcp": {"gcp-"}, "terraform-other": {"vault", "nomad"},
		"terraform-vault": {"vault"}, "vault-consul-nomad": {"vault", "consul", "nomad"},
	}
}

// corpusRow is what was found of one product. Labels are automatic and one in eight
// is wrong: missed and elsewhere are for reading by hand.
type corpusRow struct {
	labelled   int // files of folders named for it
	missed     int // of these, those without a consumer of it
	files      int // files with a consumer of it
	consumers  int
	located    int // with a URL or an issuer, or what stands for one
	unresolved int // settings that only the running system resolves
	elsewhere  int // consumers in folders named for other products
}

type corpusTable map[string]*corpusRow

func (c corpusTable) row(product string) *corpusRow {
	if c[product] == nil {
		c[product] = &corpusRow{}
	}
	return c[product]
}

// add counts a file and says what is to be read by hand.
func (c corpusTable) add(path string, got Result) (remarks []string) {
	label := strings.Split(path, "/")[1]
	expected := corpusLabels()[label]
	if expected == nil {
		expected = []string{label}
	}
	found := map[string]bool{}
	for _, consumer := range got.Consumers {
		remarks = append(remarks, c.count(consumer, path, found, expected)...)
	}
	for product := range found {
		c.row(product).files++
	}
	owner := expected[0]
	c.row(owner).labelled++
	if !slices.ContainsFunc(slices.Collect(maps.Keys(found)), func(p string) bool { return isOneOf(p, expected) }) {
		c.row(owner).missed++
		remarks = append(remarks, "missed: "+path)
	}
	for _, p := range got.Problems {
		remarks = append(remarks, fmt.Sprintf("problem %s: %s", p.Origins[0], p.Detail))
	}
	return remarks
}

func (c corpusTable) count(consumer *inventory.Consumer, path string, found map[string]bool, expected []string) (remarks []string) {
	r := c.row(consumer.Product)
	found[consumer.Product] = true
	r.consumers++
	r.unresolved += len(consumer.Unresolved)
	if len(consumer.Issuers)+len(consumer.JWKSURLs)+len(consumer.DiscoveryURLs) > 0 {
		r.located++
	} else {
		remarks = append(remarks, fmt.Sprintf("no URL: %s %s at %s", consumer.Product, consumer.Name, consumer.Origin))
	}
	if !isOneOf(consumer.Product, expected) {
		r.elsewhere++
		remarks = append(remarks, fmt.Sprintf("elsewhere: %s %s in %s", consumer.Product, consumer.Name, path))
	}
	return remarks
}

func isOneOf(product string, expected []string) bool {
	return slices.ContainsFunc(expected, func(e string) bool {
		return product == e || strings.HasSuffix(e, "-") && strings.HasPrefix(product, e)
	})
}

// String gives the table, and its sum.
func (c corpusTable) String() string {
	out := fmt.Sprintf("%-34s %8s %6s %9s %7s %10s %6s %9s\n", "product", "labelled", "files", "consumers", "located", "unresolved", "missed", "elsewhere")
	var sum corpusRow
	line := func(name string, r *corpusRow) {
		out += fmt.Sprintf("%-34s %8d %6d %9d %7d %10d %6d %9d\n", name, r.labelled, r.files, r.consumers, r.located, r.unresolved, r.missed, r.elsewhere)
	}
	for _, product := range slices.Sorted(maps.Keys(c)) {
		r := c[product]
		line(product, r)
		sum = corpusRow{
			sum.labelled + r.labelled, sum.missed + r.missed, sum.files + r.files, sum.consumers + r.consumers,
			sum.located + r.located, sum.unresolved + r.unresolved, sum.elsewhere + r.elsewhere,
		}
	}
	line("all", &sum)
	return out
}
