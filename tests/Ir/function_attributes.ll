; Functions for size, without optimisation, cold, pure, and always inlined, and hints to branches.
; exit: 241

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
define i32 @small(i32 %x) minsize optsize noinline {
  %y = mul i32 %x, 10
  ret i32 %y
}

define i32 @plain(i32 %x) noinline optnone {
  %y = sdiv i32 %x, 3
  ret i32 %y
}

define void @rare() cold noinline {
  store i32 0, ptr @x
  ret void
}

define i32 @pure(i32 %x) noinline memory(none) nounwind willreturn {
  %y = xor i32 %x, 5
  ret i32 %y
}

define internal i32 @into(i32 %x) alwaysinline {
  %y = sub i32 %x, 1
  ret i32 %y
}

declare i1 @llvm.expect.i1(i1, i1)
declare void @llvm.assume(i1)

define i32 @main() {
  %x = load i32, ptr @x
  %positive = icmp sgt i32 %x, 0
  call void @llvm.assume(i1 %positive)
  %a = call i32 @small(i32 %x)
  %ok2 = icmp eq i32 %a, 60
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @plain(i32 %x)
  %ok3 = icmp eq i32 %b, 2
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @pure(i32 %x)
  %ok4 = icmp eq i32 %c, 3
  call void @check(i1 %ok4, i32 4)
  %d = call i32 @into(i32 %x)
  %ok5 = icmp eq i32 %d, 5
  call void @check(i1 %ok5, i32 5)
  %large = icmp sgt i32 %x, 1000
  %e = call i1 @llvm.expect.i1(i1 %large, i1 false)
  br i1 %e, label %cold, label %done, !prof !0
cold:
  call void @rare()
  br label %done
done:
  %y = load i32, ptr @x
  %ok6 = icmp eq i32 %y, 6
  call void @check(i1 %ok6, i32 6)
  %code = call i32 @verdict(i32 241)
  ret i32 %code
}

!0 = !{!"branch_weights", i32 1, i32 1000}
