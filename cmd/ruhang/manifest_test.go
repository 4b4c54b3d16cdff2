package main

import (
	"encoding/xml"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestControl39_Control42_ThePhoneAsksForNothingAndIsBackedUpNowhere reads the manifest that goes into the package.
func TestControl39_Control42_ThePhoneAsksForNothingAndIsBackedUpNowhere(t *testing.T) {
	raw, err := os.ReadFile("AndroidManifest.xml")
	require.NoError(t, err)
	var m struct {
		Package     string `xml:"package,attr"`
		VersionCode string `xml:"versionCode,attr"`
		VersionName string `xml:"versionName,attr"`
		Permissions []struct {
			Name string `xml:"name,attr"`
		} `xml:"uses-permission"`
		Application struct {
			AllowBackup string `xml:"allowBackup,attr"`
			Debuggable  string `xml:"debuggable,attr"`
			Activity    []struct {
				Exported string `xml:"exported,attr"`
			} `xml:"activity"`
		} `xml:"application"`
	}
	require.NoError(t, xml.Unmarshal(raw, &m))
	require.Equal(t, "false", m.Application.AllowBackup)
	require.Equal(t, "false", m.Application.Debuggable)
	require.Len(t, m.Application.Activity, 1, "one door, the launcher's")
	require.Empty(t, m.Permissions, "a permission is a decision: say here which and why")
	app, err := os.ReadFile("../../FyneApp.toml")
	require.NoError(t, err)
	for name, value := range map[string]string{"ID": `"` + m.Package + `"`, "Version": `"` + m.VersionName + `"`, "Build": m.VersionCode} {
		found := regexp.MustCompile(`(?m)^` + name + ` = (.*)$`).FindSubmatch(app)
		require.NotNil(t, found, name)
		require.Equal(t, value, string(found[1]), "%s is the same in both files", name)
	}
}
