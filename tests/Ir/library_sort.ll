; The C library's qsort and bsearch call a comparison of the module's.
; exit: 222

@cells = global [10 x i32] [i32 5, i32 -3, i32 90, i32 0, i32 7, i32 -20, i32 6, i32 8, i32 1, i32 2]
@key = global i32 7
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
declare void @qsort(ptr, i64, i64, ptr)
declare ptr @bsearch(ptr, ptr, i64, i64, ptr)

define internal i32 @compare(ptr %a, ptr %b) {
  %x = load i32, ptr %a
  %y = load i32, ptr %b
  %less = icmp slt i32 %x, %y
  %more = icmp sgt i32 %x, %y
  %l = sext i1 %less to i32
  %m = zext i1 %more to i32
  %r = or i32 %l, %m
  ret i32 %r
}

define i32 @main() {
  call void @qsort(ptr @cells, i64 10, i64 4, ptr @compare)
  %first = load i32, ptr @cells
  %ok2 = icmp eq i32 %first, -20
  call void @check(i1 %ok2, i32 2)
  %p = getelementptr i32, ptr @cells, i64 9
  %last = load i32, ptr %p
  %ok3 = icmp eq i32 %last, 90
  call void @check(i1 %ok3, i32 3)
  %found = call ptr @bsearch(ptr @key, ptr @cells, i64 10, i64 4, ptr @compare)
  %q = getelementptr i32, ptr @cells, i64 7
  %ok4 = icmp eq ptr %found, %q
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 222)
  ret i32 %code
}
