; Atomic loads, stores and fences of every ordering.
; exit: 113

@cell = global i32 3
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
  store atomic i32 4, ptr @cell unordered, align 4
  %a = load atomic i32, ptr @cell unordered, align 4
  store atomic i32 5, ptr @cell monotonic, align 4
  %b = load atomic i32, ptr @cell monotonic, align 4
  fence acquire
  store atomic i32 6, ptr @cell release, align 4
  fence release
  %c = load atomic i32, ptr @cell acquire, align 4
  fence acq_rel
  store atomic i32 7, ptr @cell seq_cst, align 4
  fence seq_cst
  fence syncscope("singlethread") seq_cst
  %d = load atomic volatile i32, ptr @cell seq_cst, align 4
  %ab = mul i32 %a, %b
  %abc = mul i32 %ab, %c
  %abcd = mul i32 %abc, %d
  %ok2 = icmp eq i32 %abcd, 840
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 113)
  ret i32 %code
}
