; Loads and stores at addresses that are no multiples of their size.
; exit: 107

@bytes = global [16 x i8] c"\00\01\02\03\04\05\06\07\08\09\0A\0B\0C\0D\0E\0F", align 16
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
  %p = getelementptr i8, ptr @bytes, i64 1
  %w = load i32, ptr %p, align 1
  %ok2 = icmp eq i32 %w, 67305985
  call void @check(i1 %ok2, i32 2)
  %q = getelementptr i8, ptr @bytes, i64 3
  %l = load i64, ptr %q, align 1
  %ok3 = icmp eq i64 %l, 723118041428460547
  call void @check(i1 %ok3, i32 3)
  %s = load i16, ptr %q, align 1
  %ok4 = icmp eq i16 %s, 1027
  call void @check(i1 %ok4, i32 4)
  store i64 -1, ptr %p, align 1
  %after = load i64, ptr @bytes
  %ok5 = icmp eq i64 %after, -256
  call void @check(i1 %ok5, i32 5)
  %v = load <2 x i32>, ptr %q, align 1
  %v1 = extractelement <2 x i32> %v, i32 1
  %ok6 = icmp eq i32 %v1, 168427519
  call void @check(i1 %ok6, i32 6)
  %code = call i32 @verdict(i32 107)
  ret i32 %code
}
