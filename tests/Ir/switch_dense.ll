; A switch over neighbouring numbers, which becomes a table of addresses.
; exit: 78

@failures = global i32 0
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
declare i32 @abs(i32)

define i32 @pick(i32 %x, i32 %y) noinline {
  switch i32 %x, label %other [
    i32 10, label %l10
    i32 11, label %l11
    i32 12, label %l12
    i32 13, label %l13
    i32 14, label %l14
    i32 15, label %l15
    i32 16, label %l16
    i32 17, label %l17
  ]
l10:
  %a = add i32 %y, 5
  ret i32 %a
l11:
  %b = mul i32 %y, 7
  ret i32 %b
l12:
  %c = sub i32 %y, 9
  ret i32 %c
l13:
  %d = xor i32 %y, 11
  ret i32 %d
l14:
  %e = shl i32 %y, 2
  ret i32 %e
l15:
  %f = udiv i32 %y, 3
  ret i32 %f
l16:
  %g = call i32 @abs(i32 %y)
  ret i32 %g
l17:
  %h = or i32 %y, 64
  ret i32 %h
other:
  ret i32 -1
}

define i32 @main() {
  %a = call i32 @pick(i32 10, i32 20)
  %ok2 = icmp eq i32 %a, 25
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @pick(i32 11, i32 20)
  %ok3 = icmp eq i32 %b, 140
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @pick(i32 12, i32 20)
  %ok4 = icmp eq i32 %c, 11
  call void @check(i1 %ok4, i32 4)
  %d = call i32 @pick(i32 13, i32 20)
  %ok5 = icmp eq i32 %d, 31
  call void @check(i1 %ok5, i32 5)
  %e = call i32 @pick(i32 14, i32 20)
  %ok6 = icmp eq i32 %e, 80
  call void @check(i1 %ok6, i32 6)
  %f = call i32 @pick(i32 15, i32 20)
  %ok7 = icmp eq i32 %f, 6
  call void @check(i1 %ok7, i32 7)
  %g = call i32 @pick(i32 16, i32 -20)
  %ok8 = icmp eq i32 %g, 20
  call void @check(i1 %ok8, i32 8)
  %h = call i32 @pick(i32 17, i32 20)
  %ok9 = icmp eq i32 %h, 84
  call void @check(i1 %ok9, i32 9)
  %i = call i32 @pick(i32 18, i32 20)
  %ok10 = icmp eq i32 %i, -1
  call void @check(i1 %ok10, i32 10)
  %j = call i32 @pick(i32 9, i32 20)
  %ok11 = icmp eq i32 %j, -1
  call void @check(i1 %ok11, i32 11)
  %code = call i32 @verdict(i32 78)
  ret i32 %code
}
