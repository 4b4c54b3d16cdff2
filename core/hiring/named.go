package hiring

import "reflect"

// Named are the files that a command names, wherever in it they stand.
func Named(cmd Command) []FileRef {
	var out []FileRef
	refsIn(reflect.ValueOf(cmd), &out)
	return out
}

var fileRef = reflect.TypeFor[FileRef]()

func refsIn(v reflect.Value, out *[]FileRef) {
	switch {
	case v.Kind() == reflect.Struct && v.Type() == fileRef:
		if ref := v.Interface().(FileRef); !ref.Empty() {
			*out = append(*out, ref)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				refsIn(v.Field(i), out)
			}
		}
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		for i := range v.Len() {
			refsIn(v.Index(i), out)
		}
	case v.Kind() == reflect.Pointer && !v.IsNil():
		refsIn(v.Elem(), out)
	}
}
