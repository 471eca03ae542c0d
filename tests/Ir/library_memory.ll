; Memory of the C library: allocated, enlarged, freed.
; exit: 221
@failed = internal global i32 0

; Keeps the number of the first check that did not hold.
define internal void @check(i1 %ok, i32 %number) noinline {
  %first = load i32, ptr @failed
  %none = icmp eq i32 %first, 0
  %bad = xor i1 %ok, true
  %note = and i1 %none, %bad
  %now = select i1 %note, i32 %number, i32 %first
  store i32 %now, ptr @failed
  ret void
}

; The expected exit code, or the number of that check.
define internal i32 @verdict(i32 %code) {
  %first = load i32, ptr @failed
  %good = icmp eq i32 %first, 0
  %result = select i1 %good, i32 %code, i32 %first
  ret i32 %result
}
declare ptr @malloc(i64)
declare ptr @calloc(i64, i64)
declare ptr @realloc(ptr, i64)
declare void @free(ptr)

define i32 @main() {
  %a = call ptr @malloc(i64 40)
  %p = getelementptr i32, ptr %a, i64 9
  store i32 19, ptr %p
  %b = call ptr @realloc(ptr %a, i64 100000)
  %q = getelementptr i32, ptr %b, i64 9
  %v = load i32, ptr %q
  %ok2 = icmp eq i32 %v, 19
  call void @check(i1 %ok2, i32 2)
  %c = call ptr @calloc(i64 10, i64 8)
  %r = getelementptr i64, ptr %c, i64 9
  %w = load i64, ptr %r
  %ok3 = icmp eq i64 %w, 0
  call void @check(i1 %ok3, i32 3)
  call void @free(ptr %b)
  call void @free(ptr %c)
  %code = call i32 @verdict(i32 221)
  ret i32 %code
}
