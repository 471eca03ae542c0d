; An interpreter that jumps through a table of its own labels' addresses.
; exit: 82

@labels = internal constant [4 x ptr] [ptr blockaddress(@interpret, %increment), ptr blockaddress(@interpret, %double), ptr blockaddress(@interpret, %negate), ptr blockaddress(@interpret, %stop)]
@code = global [6 x i8] c"\00\01\01\02\00\03"
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
define i32 @interpret(ptr %code, i32 %value) noinline {
entry:
  br label %dispatch
dispatch:
  %pc = phi ptr [ %code, %entry ], [ %pc.next, %increment ], [ %pc.next, %double ], [ %pc.next, %negate ]
  %v = phi i32 [ %value, %entry ], [ %v1, %increment ], [ %v2, %double ], [ %v3, %negate ]
  %op = load i8, ptr %pc
  %pc.next = getelementptr i8, ptr %pc, i64 1
  %index = zext i8 %op to i64
  %slot = getelementptr [4 x ptr], ptr @labels, i64 0, i64 %index
  %target = load ptr, ptr %slot
  indirectbr ptr %target, [label %increment, label %double, label %negate, label %stop]
increment:
  %v1 = add i32 %v, 1
  br label %dispatch
double:
  %v2 = shl i32 %v, 1
  br label %dispatch
negate:
  %v3 = sub i32 0, %v
  br label %dispatch
stop:
  ret i32 %v
}

define i32 @main() {
  %r = call i32 @interpret(ptr @code, i32 4)
  %ok2 = icmp eq i32 %r, -19
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 82)
  ret i32 %code
}
