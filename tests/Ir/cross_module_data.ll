; Variables of one module are read, written and pointed to by another.
; exit: 175
; modules: cross_module_data_second.ll

@shared = external global i32
@table = external constant [3 x i16]
@pointer = global ptr @shared
@inside = global ptr getelementptr (i8, ptr @table, i64 4)
@mine = global i64 500
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
declare void @touch()

define i32 @main() {
  %v = load i32, ptr @shared
  %ok2 = icmp eq i32 %v, 12
  call void @check(i1 %ok2, i32 2)
  store i32 13, ptr @shared
  call void @touch()
  %p = load ptr, ptr @pointer
  %w = load i32, ptr %p
  %ok3 = icmp eq i32 %w, 26
  call void @check(i1 %ok3, i32 3)
  %q = load ptr, ptr @inside
  %h = load i16, ptr %q
  %ok4 = icmp eq i16 %h, -3
  call void @check(i1 %ok4, i32 4)
  %m = load i64, ptr @mine
  %ok5 = icmp eq i64 %m, 501
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 175)
  ret i32 %code
}
