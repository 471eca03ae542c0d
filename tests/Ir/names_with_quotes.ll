; Names that need quotes: blanks, signs, other alphabets, an escaped first byte that stops mangling.
; exit: 240

@"a number" = global i32 3
@"größe" = global i32 4
@"\01_as_written" = global i32 5
@"$dollar.and.dots" = internal global i32 6
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
define i32 @"operator+(int, int)"(i32 %"first one", i32 %"2") noinline {
  %"the sum" = add i32 %"first one", %"2"
  ret i32 %"the sum"
}

define i32 @main() {
  %a = load i32, ptr @"a number"
  %b = load i32, ptr @"größe"
  %c = load i32, ptr @"\01_as_written"
  %d = load i32, ptr @"$dollar.and.dots"
  %ab = call i32 @"operator+(int, int)"(i32 %a, i32 %b)
  %cd = call i32 @"operator+(int, int)"(i32 %c, i32 %d)
  %r = mul i32 %ab, %cd
  %ok2 = icmp eq i32 %r, 77
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 240)
  ret i32 %code
}
