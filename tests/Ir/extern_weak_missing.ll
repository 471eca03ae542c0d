; What is declared weak and defined nowhere has the address 0.
; exit: 186

@absent.data = extern_weak global i32
@table = global [2 x ptr] [ptr @absent.function, ptr @absent.data]
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
declare extern_weak i32 @absent.function()

define i32 @main() {
  %f = icmp eq ptr @absent.function, null
  br i1 %f, label %next, label %call
call:
  %r = call i32 @absent.function()
  ret i32 %r
next:
  %ok2 = icmp eq ptr @absent.data, null
  call void @check(i1 %ok2, i32 2)
  %p = load ptr, ptr @table
  %ok3 = icmp eq ptr %p, null
  call void @check(i1 %ok3, i32 3)
  %q = load ptr, ptr getelementptr (ptr, ptr @table, i64 1)
  %ok4 = icmp eq ptr %q, null
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 186)
  ret i32 %code
}
