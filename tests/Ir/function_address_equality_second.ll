; The same address.

declare void @qsort(ptr, i64, i64, ptr)

define ptr @other() {
  ret ptr @qsort
}
