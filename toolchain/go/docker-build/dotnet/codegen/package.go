// Package codegen stands in for the C# code generator, which the plugin imports only for this type: the C# section of
// its schema. Nothing here runs when an image is built.
package codegen

// CSharpPackageInfo is the C# section of a provider's schema, as far as the plugin fills it.
type CSharpPackageInfo struct {
	RespectSchemaVersion bool              `json:"respectSchemaVersion,omitempty"`
	PackageReferences    map[string]string `json:"packageReferences,omitempty"`
}
