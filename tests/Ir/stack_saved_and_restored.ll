; A loop allocates a megabyte a round and gives it back: 200 rounds fit in any stack.
; exit: 104

declare ptr @llvm.stacksave.p0()
declare void @llvm.stackrestore.p0(ptr)

@size = global i64 1000000
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
entry:
  %size = load i64, ptr @size
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %next, %loop ]
  %sum = phi i32 [ 0, %entry ], [ %sum.next, %loop ]
  %saved = call ptr @llvm.stacksave.p0()
  %room = alloca i8, i64 %size
  %mark = trunc i32 %i to i8
  store volatile i8 %mark, ptr %room
  %v = load volatile i8, ptr %room
  %wide = zext i8 %v to i32
  %sum.next = add i32 %sum, %wide
  call void @llvm.stackrestore.p0(ptr %saved)
  %next = add i32 %i, 1
  %more = icmp ult i32 %next, 200
  br i1 %more, label %loop, label %done
done:
  %ok2 = icmp eq i32 %sum.next, 19900
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 104)
  ret i32 %code
}
