; Structures without gaps have fields at odd addresses.
; exit: 106

%packed = type <{ i8, i32, i16, ptr, double }>
@two = global [2 x %packed] [%packed <{ i8 1, i32 -2, i16 3, ptr @two, double 4.5 }>, %packed <{ i8 5, i32 -6, i16 7, ptr getelementptr (i8, ptr @two, i64 23), double 8.5 }>]
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
define i32 @main() {
  %p = getelementptr [2 x %packed], ptr @two, i64 0, i64 1
  %a = getelementptr %packed, ptr %p, i32 0, i32 1
  %i = load i32, ptr %a, align 1
  %ok2 = icmp eq i32 %i, -6
  call void @check(i1 %ok2, i32 2)
  %b = getelementptr %packed, ptr %p, i32 0, i32 4
  %d = load double, ptr %b, align 1
  %ok3 = fcmp oeq double %d, 8.5
  call void @check(i1 %ok3, i32 3)
  %c = getelementptr %packed, ptr %p, i32 0, i32 3
  %q = load ptr, ptr %c, align 1
  %ok4 = icmp eq ptr %q, %p
  call void @check(i1 %ok4, i32 4)
  %e = getelementptr %packed, ptr @two, i32 0, i32 3
  %r = load ptr, ptr %e, align 1
  %ok5 = icmp eq ptr %r, @two
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 106)
  ret i32 %code
}
