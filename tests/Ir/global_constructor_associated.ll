; A constructor that belongs to a variable, in a group of which one copy is kept.
; exit: 170
; modules: global_constructor_associated_second.ll
; lli: cannot — the constructor runs twice: it does not leave out that of the group which is not kept
; output: made
; output: made

$object = comdat any
@object = linkonce_odr global i32 0, comdat
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @make, ptr @object }]
@text = private constant [5 x i8] c"made\00"
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
declare i32 @puts(ptr)
declare i32 @value()

define internal void @make() comdat($object) {
  store i32 5, ptr @object
  %r = call i32 @puts(ptr @text)
  ret void
}

define i32 @main() {
  %v = load i32, ptr @object
  %ok2 = icmp eq i32 %v, 5
  call void @check(i1 %ok2, i32 2)
  %w = call i32 @value()
  %ok3 = icmp eq i32 %w, 5
  call void @check(i1 %ok3, i32 3)
  %r = call i32 @puts(ptr @text)
  %code = call i32 @verdict(i32 170)
  ret i32 %code
}
