; Floating point of 80 bits.
; exit: 63
; only: x64 — the type is that machine's

@one = global x86_fp80 0xK3FFF8000000000000000
@three = global i64 3
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
define x86_fp80 @third(x86_fp80 %x, x86_fp80 %y) noinline {
  %z = fdiv x86_fp80 %x, %y
  ret x86_fp80 %z
}

define i32 @main() {
  %one = load x86_fp80, ptr @one
  %n = load i64, ptr @three
  %three = sitofp i64 %n to x86_fp80
  %third = call x86_fp80 @third(x86_fp80 %one, x86_fp80 %three)
  %slot = alloca x86_fp80
  store x86_fp80 %third, ptr %slot
  %mantissa = load i64, ptr %slot
  %ok2 = icmp eq i64 %mantissa, -6148914691236517205
  call void @check(i1 %ok2, i32 2)
  %narrow = fptrunc x86_fp80 %third to float
  %ok3 = fcmp oeq float %narrow, 0x3FD5555560000000
  call void @check(i1 %ok3, i32 3)
  %wide = fpext float %narrow to x86_fp80
  %ok4 = fcmp ogt x86_fp80 %wide, %third
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 63)
  ret i32 %code
}
