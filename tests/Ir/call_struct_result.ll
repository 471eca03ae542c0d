; Structures as results and as arguments, in registers.
; exit: 88

%pair = type { i32, double }
%four = type { i64, i64, i64, i64 }
@x = global i32 6
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
define %pair @make(i32 %x) noinline {
  %d = sitofp i32 %x to double
  %h = fdiv double %d, 4.0
  %p = insertvalue %pair poison, i32 %x, 0
  %q = insertvalue %pair %p, double %h, 1
  ret %pair %q
}

define %pair @swap(%pair %p) noinline {
  %i = extractvalue %pair %p, 0
  %d = extractvalue %pair %p, 1
  %id = sitofp i32 %i to double
  %di = fptosi double %d to i32
  %q = insertvalue %pair poison, i32 %di, 0
  %r = insertvalue %pair %q, double %id, 1
  ret %pair %r
}

; More than the registers for results hold: LLVM returns it in memory by itself.
define %four @spread(i64 %x) noinline {
  %a = insertvalue %four poison, i64 %x, 0
  %x2 = mul i64 %x, 2
  %b = insertvalue %four %a, i64 %x2, 1
  %x3 = mul i64 %x, 3
  %c = insertvalue %four %b, i64 %x3, 2
  %x4 = mul i64 %x, 4
  %d = insertvalue %four %c, i64 %x4, 3
  ret %four %d
}

define [2 x float] @halves(float %x) noinline {
  %h = fmul float %x, 0.5
  %a = insertvalue [2 x float] poison, float %h, 0
  %b = insertvalue [2 x float] %a, float %h, 1
  ret [2 x float] %b
}

define i32 @main() {
  %x = load i32, ptr @x
  %p = call %pair @make(i32 %x)
  %d = extractvalue %pair %p, 1
  %ok2 = fcmp oeq double %d, 1.5
  call void @check(i1 %ok2, i32 2)
  %s = call %pair @swap(%pair %p)
  %i = extractvalue %pair %s, 0
  %ok3 = icmp eq i32 %i, 1
  call void @check(i1 %ok3, i32 3)
  %e = extractvalue %pair %s, 1
  %ok4 = fcmp oeq double %e, 6.0
  call void @check(i1 %ok4, i32 4)
  %f = call %four @spread(i64 10)
  %f3 = extractvalue %four %f, 3
  %ok5 = icmp eq i64 %f3, 40
  call void @check(i1 %ok5, i32 5)
  %f0 = extractvalue %four %f, 0
  %ok6 = icmp eq i64 %f0, 10
  call void @check(i1 %ok6, i32 6)
  %h = call [2 x float] @halves(float 5.0)
  %h1 = extractvalue [2 x float] %h, 1
  %ok7 = fcmp oeq float %h1, 2.5
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 88)
  ret i32 %code
}
