; A loop with three ways out, one of them from an inner loop.
; exit: 77

@text = global [12 x i8] c"ab,cd;ef.gh\00"
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
; The position of the first full stop, or -1 for none; counts the letters on the way.
define i32 @find(ptr %text, ptr %letters) noinline {
entry:
  br label %outer
outer:
  %i = phi i32 [ 0, %entry ], [ %j.next, %separator ]
  br label %inner
inner:
  %j = phi i32 [ %i, %outer ], [ %j.next, %letter ]
  %p = getelementptr i8, ptr %text, i32 %j
  %c = load i8, ptr %p
  %j.next = add i32 %j, 1
  %end = icmp eq i8 %c, 0
  br i1 %end, label %none, label %other
other:
  %stop = icmp eq i8 %c, 46
  br i1 %stop, label %found, label %more
more:
  %isLetter = icmp uge i8 %c, 97
  br i1 %isLetter, label %letter, label %separator
letter:
  %n = load i32, ptr %letters
  %n.next = add i32 %n, 1
  store i32 %n.next, ptr %letters
  br label %inner
separator:
  %limit = icmp sgt i32 %j, 100
  br i1 %limit, label %none, label %outer
found:
  ret i32 %j
none:
  ret i32 -1
}

define i32 @main() {
  %letters = alloca i32
  store i32 0, ptr %letters
  %at = call i32 @find(ptr @text, ptr %letters)
  %ok2 = icmp eq i32 %at, 8
  call void @check(i1 %ok2, i32 2)
  %n = load i32, ptr %letters
  %ok3 = icmp eq i32 %n, 6
  call void @check(i1 %ok3, i32 3)
  %tail = getelementptr i8, ptr @text, i64 9
  %none = call i32 @find(ptr %tail, ptr %letters)
  %ok4 = icmp eq i32 %none, -1
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 77)
  ret i32 %code
}
