package model

import "strings"

// DiffLine is a line of two texts laid over each other. Sign is "-" for one that went, "+" for one that came, "" for one of both,
// and LeftOut stands for lines of both that are left out.
type DiffLine struct {
	Sign string
	Line int // of the newer text, of the older for "-"; from 1
	Text string
}

// LeftOut is the sign of lines that are the same in both texts and not shown.
const LeftOut = "\u2026"

// diffAround is how many lines of both stand around a change.
const diffAround = 2

// diffMost bounds the work: texts that differ in more lines than this are shown as all gone and all new.
const diffMost = 2000

// TextDiff lays two texts over each other line by line (longest common subsequence), with what did not change left out.
func TextDiff(older, newer string) []DiffLine {
	a, b := strings.Split(older, "\n"), strings.Split(newer, "\n")
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var all []DiffLine
	for i := range head {
		all = append(all, DiffLine{"", i + 1, b[i]})
	}
	all = append(all, middle(a[head:len(a)-tail], b[head:len(b)-tail], head)...)
	for i := len(b) - tail; i < len(b); i++ {
		all = append(all, DiffLine{"", i + 1, b[i]})
	}
	return folded(all)
}

// middle compares what lies between the lines that begin and end both texts.
func middle(a, b []string, from int) []DiffLine {
	var out []DiffLine
	i, j := 0, 0
	if len(a) <= diffMost && len(b) <= diffMost {
		common := lengths(a, b)
		for i < len(a) && j < len(b) {
			switch {
			case a[i] == b[j]:
				out = append(out, DiffLine{"", from + j + 1, b[j]})
				i, j = i+1, j+1
			case common[i+1][j] >= common[i][j+1]:
				out = append(out, DiffLine{"-", from + i + 1, a[i]})
				i++
			default:
				out = append(out, DiffLine{"+", from + j + 1, b[j]})
				j++
			}
		}
	}
	for ; i < len(a); i++ {
		out = append(out, DiffLine{"-", from + i + 1, a[i]})
	}
	for ; j < len(b); j++ {
		out = append(out, DiffLine{"+", from + j + 1, b[j]})
	}
	return out
}

// lengths is how long the longest common subsequence of every two ends is.
func lengths(a, b []string) [][]int32 {
	out := make([][]int32, len(a)+1)
	for i := range out {
		out[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				out[i][j] = out[i+1][j+1] + 1
			} else {
				out[i][j] = max(out[i+1][j], out[i][j+1])
			}
		}
	}
	return out
}

// folded leaves out what is the same in both and far from any change.
func folded(all []DiffLine) []DiffLine {
	keep := make([]bool, len(all))
	for i, l := range all {
		for k := max(0, i-diffAround); l.Sign != "" && k <= min(len(all)-1, i+diffAround); k++ {
			keep[k] = true
		}
	}
	var out []DiffLine
	for i, l := range all {
		switch {
		case keep[i]:
			out = append(out, l)
		case len(out) == 0 || out[len(out)-1].Sign != LeftOut:
			out = append(out, DiffLine{Sign: LeftOut})
		}
	}
	return out
}
