; A frozen value is one and the same at every use; a disjoint or adds.
; exit: 57

@x = global i32 12
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
  %any = freeze i32 poison
  %twice = add i32 %any, %any
  %minus = sub i32 %twice, %any
  %ok2 = icmp eq i32 %minus, %any
  call void @check(i1 %ok2, i32 2)
  %shift = shl i32 %x, 4
  %or = or disjoint i32 %shift, 3
  %ok3 = icmp eq i32 %or, 195
  call void @check(i1 %ok3, i32 3)
  %big = icmp ugt i32 %x, 10
  %s = select i1 %big, i32 7, i32 8
  %ok4 = icmp eq i32 %s, 7
  call void @check(i1 %ok4, i32 4)
  %t = select i1 %big, i1 false, i1 true
  %ok5 = icmp eq i1 %t, false
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 57)
  ret i32 %code
}
