; Functions of other calling conventions: fast, tail, preserving most registers.
; exit: 92

@n = global i32 100000
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
define internal fastcc i32 @quick(i32 %a, i32 %b, i32 %c, i32 %d, i32 %e, i32 %f, i32 %g, i32 %h, i32 %i, i32 %j) noinline {
  %x = sub i32 %a, %b
  %y = mul i32 %i, %j
  %z = add i32 %x, %y
  %s = add i32 %z, %h
  ret i32 %s
}

define tailcc i32 @loop(i32 %n, i64 %a, i64 %b) noinline {
  %done = icmp eq i32 %n, 0
  br i1 %done, label %out, label %more
out:
  %r = trunc i64 %a to i32
  ret i32 %r
more:
  %less = sub i32 %n, 1
  %b1 = add i64 %b, 1
  %x = tail call tailcc i32 @loop(i32 %less, i64 %b1, i64 %a)
  ret i32 %x
}

define preserve_mostcc i32 @careful(i32 %x) noinline {
  %y = mul i32 %x, %x
  ret i32 %y
}

define i32 @main() {
  %n = load i32, ptr @n
  %q = call fastcc i32 @quick(i32 %n, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8, i32 9)
  %ok2 = icmp eq i32 %q, 100078
  call void @check(i1 %ok2, i32 2)
  %t = call tailcc i32 @loop(i32 %n, i64 0, i64 0)
  %ok3 = icmp eq i32 %t, 50000
  call void @check(i1 %ok3, i32 3)
  %c = call preserve_mostcc i32 @careful(i32 12)
  %ok4 = icmp eq i32 %c, 144
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 92)
  ret i32 %code
}
