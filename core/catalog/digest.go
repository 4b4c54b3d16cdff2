package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"reflect"
	"sort"
)

// Digest is the plan's content hash: SHA-256, hex, over a canonical encoding. Keys stand in order and what is empty is left
// out, so neither comments in the file nor a field that a later version of the app adds change it.
func (p *Plan) Digest() string {
	h := sha256.New()
	canonical(h, reflect.ValueOf(*p))
	return hex.EncodeToString(h.Sum(nil))
}

// canonical writes a value so that different values write different bytes: every piece with its kind and length in front.
func canonical(h hash.Hash, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		fields := fieldsOf(v.Type())
		keys := make([]string, 0, len(fields))
		for key, f := range fields {
			if !empty(v.Field(f.index)) {
				keys = append(keys, key)
			}
		}
		sort.Strings(keys)
		fmt.Fprintf(h, "{%d:", len(keys))
		for _, key := range keys {
			fmt.Fprintf(h, "%d:%s", len(key), key)
			canonical(h, v.Field(fields[key].index))
		}
	case reflect.Slice:
		fmt.Fprintf(h, "[%d:", v.Len())
		for i := range v.Len() {
			canonical(h, v.Index(i))
		}
	case reflect.Map:
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		fmt.Fprintf(h, "{%d:", len(keys))
		for _, key := range keys {
			canonical(h, key)
			canonical(h, v.MapIndex(key))
		}
	default:
		s := fmt.Sprint(v.Interface())
		fmt.Fprintf(h, "%d:%s", len(s), s)
	}
}

func empty(v reflect.Value) bool { return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 }
