// Package java stands in for the Java code generator, which the plugin imports only for this type: the Java section of
// its schema. Nothing here runs when an image is built.
package java

// PackageInfo is the Java section of a provider's schema, as far as the plugin fills it.
type PackageInfo struct {
	BuildFiles                      string            `json:"buildFiles,omitempty"`
	GradleNexusPublishPluginVersion string            `json:"gradleNexusPublishPluginVersion,omitempty"`
	Dependencies                    map[string]string `json:"dependencies,omitempty"`
}
