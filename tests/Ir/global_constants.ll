; Constants of every sort, in sections that may not be written.
; exit: 125

@int = constant i32 305419896
@real = constant double 0x400921FB54442D18
@text = private unnamed_addr constant [7 x i8] c"linked\00"
@same = private unnamed_addr constant [7 x i8] c"linked\00"
@structure = constant { i8, i64, [2 x float] } { i8 7, i64 -8, [2 x float] [float 9.0, float 1.5] }
@sixteen = private unnamed_addr constant <4 x i32> <i32 1, i32 2, i32 3, i32 4>
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
declare i64 @strlen(ptr)
declare i32 @strcmp(ptr, ptr)

define i32 @main() {
  %i = load volatile i32, ptr @int
  %ok2 = icmp eq i32 %i, 305419896
  call void @check(i1 %ok2, i32 2)
  %d = load volatile double, ptr @real
  %ok3 = fcmp ogt double %d, 3.14159
  call void @check(i1 %ok3, i32 3)
  %n = call i64 @strlen(ptr @text)
  %ok4 = icmp eq i64 %n, 6
  call void @check(i1 %ok4, i32 4)
  %c = call i32 @strcmp(ptr @text, ptr @same)
  %ok5 = icmp eq i32 %c, 0
  call void @check(i1 %ok5, i32 5)
  %p = getelementptr { i8, i64, [2 x float] }, ptr @structure, i32 0, i32 2, i32 1
  %f = load volatile float, ptr %p
  %ok6 = fcmp oeq float %f, 1.5
  call void @check(i1 %ok6, i32 6)
  %v = load volatile <4 x i32>, ptr @sixteen
  %v3 = extractelement <4 x i32> %v, i32 3
  %ok7 = icmp eq i32 %v3, 4
  call void @check(i1 %ok7, i32 7)
  %code = call i32 @verdict(i32 125)
  ret i32 %code
}
