; An indirect function is called and pointed to from another module, under one address.
; exit: 196
; modules: ifunc_across_modules_second.ll
; lli: cannot — "Could not find symbol at given index": its reader of objects does not know indirect functions

@pointer = global ptr @chosen
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
declare i32 @chosen(i32)
declare ptr @address()

define i32 @main() {
  %a = call i32 @chosen(i32 5)
  %ok2 = icmp eq i32 %a, 35
  call void @check(i1 %ok2, i32 2)
  %f = load ptr, ptr @pointer
  %b = call i32 %f(i32 6)
  %ok3 = icmp eq i32 %b, 42
  call void @check(i1 %ok3, i32 3)
  %p = call ptr @address()
  %c = call i32 %p(i32 1)
  %ok4 = icmp eq i32 %c, 7
  call void @check(i1 %ok4, i32 4)
  %same = icmp eq ptr %p, @chosen
  %ok5 = icmp eq i1 %same, true
  call void @check(i1 %ok5, i32 5)
  %code = call i32 @verdict(i32 196)
  ret i32 %code
}
