; The instruction va_arg takes arguments from registers and from the stack.
; exit: 98
; only: x64 — for AArch64 on Linux LLVM does not lower the instruction

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
declare void @llvm.va_start.p0(ptr)
declare void @llvm.va_end.p0(ptr)

define double @sum(i32 %count, ...) noinline {
entry:
  %list = alloca { i32, i32, ptr, ptr }, align 16
  call void @llvm.va_start.p0(ptr %list)
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %sum = phi double [ 0.0, %entry ], [ %more, %loop ]
  %whole = va_arg ptr %list, i32
  %part = va_arg ptr %list, double
  %w = sitofp i32 %whole to double
  %x = fmul double %w, %part
  %more = fadd double %sum, %x
  %next = add i32 %i, 1
  %again = icmp slt i32 %next, %count
  br i1 %again, label %loop, label %done
done:
  call void @llvm.va_end.p0(ptr %list)
  ret double %more
}

define i32 @main() {
  %s = call double (i32, ...) @sum(i32 10, i32 1, double 0.5, i32 2, double 0.5, i32 3, double 0.5, i32 4, double 0.5, i32 5, double 0.5, i32 6, double 0.5, i32 7, double 0.5, i32 8, double 0.5, i32 9, double 0.5, i32 10, double 0.5)
  %ok2 = fcmp oeq double %s, 27.5
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 98)
  ret i32 %code
}
