; Pointers become integers and back, and lose their low bits by a mask.
; exit: 115

declare ptr @llvm.ptrmask.p0.i64(ptr, i64)

@cells = global [8 x i32] [i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8], align 16
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
  %p = getelementptr i32, ptr @cells, i64 6
  %n = ptrtoint ptr %p to i64
  %m = sub i64 %n, 4
  %q = inttoptr i64 %m to ptr
  %v = load i32, ptr %q
  %ok2 = icmp eq i32 %v, 6
  call void @check(i1 %ok2, i32 2)
  %r = call ptr @llvm.ptrmask.p0.i64(ptr %p, i64 -16)
  %w = load i32, ptr %r
  %ok3 = icmp eq i32 %w, 5
  call void @check(i1 %ok3, i32 3)
  %low = trunc i64 %n to i32
  %half = ptrtoint ptr %p to i32
  %ok4 = icmp eq i32 %low, %half
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 115)
  ret i32 %code
}
