; Invocations that return go on at their normal label, with their results.
; exit: 210

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
declare i32 @__gxx_personality_v0(...)

define i32 @quiet(i32 %x) noinline {
  %y = add i32 %x, 1
  ret i32 %y
}

define i32 @main() personality ptr @__gxx_personality_v0 {
entry:
  br label %loop
loop:
  %i = phi i32 [ 0, %entry ], [ %r, %next ]
  %r = invoke i32 @quiet(i32 %i) to label %next unwind label %pad
next:
  %more = icmp slt i32 %r, 10
  br i1 %more, label %loop, label %done
pad:
  %lp = landingpad { ptr, i32 } cleanup
  resume { ptr, i32 } %lp
done:
  %ok2 = icmp eq i32 %r, 10
  call void @check(i1 %ok2, i32 2)
  %code = call i32 @verdict(i32 210)
  ret i32 %code
}
