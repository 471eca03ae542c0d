; Parts are put into arrays of structures and taken out of them.
; exit: 114

%inner = type { i8, [2 x i32] }
@x = global i32 21
@stored = global { %inner, %inner } zeroinitializer
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
  %x = load i32, ptr @x
  %a = insertvalue { %inner, %inner } zeroinitializer, i32 %x, 0, 1, 1
  %b = insertvalue { %inner, %inner } %a, %inner { i8 3, [2 x i32] [i32 4, i32 5] }, 1
  %c = extractvalue { %inner, %inner } %b, 0, 1, 1
  %ok2 = icmp eq i32 %c, 21
  call void @check(i1 %ok2, i32 2)
  %d = extractvalue { %inner, %inner } %b, 1, 1
  %e = extractvalue [2 x i32] %d, 0
  %ok3 = icmp eq i32 %e, 4
  call void @check(i1 %ok3, i32 3)
  store { %inner, %inner } %b, ptr @stored
  %p = getelementptr { %inner, %inner }, ptr @stored, i32 0, i32 1, i32 0
  %f = load i8, ptr %p
  %ok4 = icmp eq i8 %f, 3
  call void @check(i1 %ok4, i32 4)
  %g = load { %inner, %inner }, ptr @stored
  %h = extractvalue { %inner, %inner } %g, 1, 1, 1
  %ok5 = icmp eq i32 %h, 5
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 114)
  ret i32 %code
}
