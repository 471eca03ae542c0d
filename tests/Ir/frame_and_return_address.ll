; The return address of a function lies inside its caller.
; exit: 239

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
declare ptr @llvm.returnaddress(i32)
declare ptr @llvm.frameaddress.p0(i32)

define i1 @inside() noinline {
  %r = call ptr @llvm.returnaddress(i32 0)
  %a = ptrtoint ptr %r to i64
  %m = ptrtoint ptr @main to i64
  %d = sub i64 %a, %m
  %near = icmp ult i64 %d, 500
  ret i1 %near
}

define i32 @main() {
  %i = call i1 @inside()
  %ok2 = icmp eq i1 %i, true
  call void @check(i1 %ok2, i32 2)
  %f = call ptr @llvm.frameaddress.p0(i32 0)
  %ok3 = icmp ne ptr %f, null
  call void @check(i1 %ok3, i32 3)
  %code = call i32 @verdict(i32 239)
  ret i32 %code
}
