package main

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
)

func TestControl30_WhatIsAttachedIsWhatItsNameSaysAndAPictureIsWrittenAnew(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	for _, name := range []string{"n.pdf", "n.jpg", "n.docx"} {
		require.Equal(t, "file.other_type", s.refused("hr", "do", id, "note", "text=x", "file=@"+s.file(name, picture())), name)
	}
	var photo bytes.Buffer
	require.NoError(t, jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 40, 20)), nil))
	s.ok("hr", "do", id, "note", "text=x", "file=@"+s.file("photo.JPEG", append(photo.Bytes(), "%PDF-1.7 a tail"...)))
	ref := s.show(id).Notes[0].File
	require.Equal(t, "image/jpeg", ref.MIME)
	_, hr := s.opened("hr")
	raw, err := hr.File(context.Background(), hiring.CaseID(id), ref)
	require.NoError(t, err)
	require.NotContains(t, string(raw), "tail")
	_, err = jpeg.Decode(bytes.NewReader(raw))
	require.NoError(t, err)
}
