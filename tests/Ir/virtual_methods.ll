; Objects begin with a pointer into a table of methods, of which a derived one replaces the second.
; exit: 248

%object = type { ptr, i32 }
@base.table = internal constant [2 x ptr] [ptr @name, ptr @weight]
@derived.table = internal constant [2 x ptr] [ptr @name, ptr @double_weight]
@objects = global [2 x %object] [%object { ptr @base.table, i32 7 }, %object { ptr @derived.table, i32 8 }]
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
define i32 @name(ptr %this) {
  ret i32 1
}

define i32 @weight(ptr %this) {
  %p = getelementptr %object, ptr %this, i32 0, i32 1
  %v = load i32, ptr %p
  ret i32 %v
}

define i32 @double_weight(ptr %this) {
  %w = call i32 @weight(ptr %this)
  %d = mul i32 %w, 2
  ret i32 %d
}

define i32 @ask(ptr %object, i64 %method) noinline {
  %table = load ptr, ptr %object
  %slot = getelementptr ptr, ptr %table, i64 %method
  %f = load ptr, ptr %slot
  %r = call i32 %f(ptr %object)
  ret i32 %r
}

define i32 @main() {
  %second = getelementptr [2 x %object], ptr @objects, i64 0, i64 1
  %a = call i32 @ask(ptr @objects, i64 1)
  %ok2 = icmp eq i32 %a, 7
  call void @check(i1 %ok2, i32 2)
  %b = call i32 @ask(ptr %second, i64 1)
  %ok3 = icmp eq i32 %b, 16
  call void @check(i1 %ok3, i32 3)
  %c = call i32 @ask(ptr %second, i64 0)
  %ok4 = icmp eq i32 %c, 1
  call void @check(i1 %ok4, i32 4)
  %code = call i32 @verdict(i32 248)
  ret i32 %code
}
