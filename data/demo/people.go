package demo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"ruhang/core/hiring"
)

// people invents persons; none of them can be anybody.
type people struct {
	rng   *rand.Rand
	words *words
	made  int
	taken map[string]bool // identity numbers, and the names of the showcase
}

func newPeople(seed int64, w *words) *people {
	return &people{rng: rand.New(rand.NewPCG(uint64(seed), 0x70656f706c65)), words: w, taken: map[string]bool{}}
}

// person is somebody new; name may be given. Every fortieth has a name with a middle dot.
func (p *people) person(name string, at time.Time) hiring.Person {
	p.made++
	if name == "" {
		name = p.name()
	}
	return hiring.Person{ID: hiring.PersonID("p" + pseudonym(p.rng, at)), Name: name, IDNumber: p.idNumber(),
		Phone: fmt.Sprintf("154%08d", 10_000+p.made), Email: fmt.Sprintf("demo%06d@example.com", p.made)}
}

// name is put together from the lists, and is nobody's of the showcase.
func (p *people) name() string {
	for {
		name := pick(p.rng, p.words.surnames) + pick(p.rng, p.words.given)
		if p.made%40 == 0 {
			name = pick(p.rng, p.words.dotted)
		}
		if !p.taken[name] {
			return name
		}
	}
}

// idNumber is an identity number with a right check digit and the region 990000, which GB/T 2260 does not have.
func (p *people) idNumber() string {
	for {
		born := time.Date(1985+p.rng.IntN(19), time.Month(1+p.rng.IntN(12)), 1+p.rng.IntN(28), 0, 0, 0, 0, time.UTC)
		s := "990000" + born.Format("20060102") + fmt.Sprintf("%03d", p.rng.IntN(1000))
		if s += checkDigit(s); !p.taken[s] {
			p.taken[s] = true
			return s
		}
	}
}

// checkDigit is the eighteenth character of an identity number (GB 11643-1999, ISO 7064 MOD 11-2).
func checkDigit(first17 string) string {
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(first17[i]-'0') * weight
	}
	return "10X98765432"[sum%11 : sum%11+1]
}

// bankCard is a card number with Luhn's check digit and an issuer nobody has.
func bankCard(rng *rand.Rand) string {
	s := "990000" + fmt.Sprintf("%012d", rng.Int64N(1e12))
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return s + string(rune('0'+(10-sum%10)%10))
}

func birthDate(idNumber string) string {
	return idNumber[6:10] + "-" + idNumber[10:12] + "-" + idNumber[12:14]
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// pseudonym has the form of a ULID: the time it is of, then eighty bits of the seed's.
func pseudonym(rng *rand.Rand, at time.Time) string {
	var s strings.Builder
	ms := uint64(at.UnixMilli())
	for shift := 45; shift >= 0; shift -= 5 {
		s.WriteByte(crockford[ms>>shift&31])
	}
	for range 16 {
		s.WriteByte(crockford[rng.IntN(32)])
	}
	return s.String()
}

func pick[T any](rng *rand.Rand, from []T) T { return from[rng.IntN(len(from))] }

// between is a whole number from a range, both ends included.
func between(rng *rand.Rand, span [2]int) int { return span[0] + rng.IntN(span[1]-span[0]+1) }
