package kit_test

import (
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/font/sfnt"
)

// TestGlyphs_WhatTheWidgetsDrawIsInTheFonts reads every text in the sources: a sign the fonts lack would be a box on a
// machine without other fonts.
func TestGlyphs_WhatTheWidgetsDrawIsInTheFonts(t *testing.T) {
	signs := map[rune]string{}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		collect(t, name, signs)
	}
	require.Contains(t, signs, '●')
	regular, bold := fonts(t)
	for _, data := range [][]byte{regular, bold} {
		font, err := sfnt.Parse(data)
		require.NoError(t, err)
		for sign, where := range signs {
			index, err := font.GlyphIndex(&sfnt.Buffer{}, sign)
			require.NoError(t, err)
			require.NotZero(t, index, "%q of %s is not in the font", sign, where)
		}
	}
}

// collect adds the characters of a file's texts that are not ASCII; the byte order mark is never drawn.
func collect(t *testing.T, name string, signs map[rune]string) {
	t.Helper()
	source, err := os.ReadFile(name)
	require.NoError(t, err)
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile(name, -1, len(source)), source, nil, 0)
	for {
		_, kind, text := s.Scan()
		if kind == token.EOF {
			return
		}
		if kind != token.STRING {
			continue
		}
		literal, err := strconv.Unquote(text)
		require.NoError(t, err)
		for _, r := range literal {
			if r > 126 && r != '\ufeff' {
				signs[r] = name
			}
		}
	}
}
