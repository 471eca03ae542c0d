; Loads and stores under a mask touch nothing else, not even memory that does not exist.
; exit: 120

declare <4 x i32> @llvm.masked.load.v4i32.p0(ptr, i32, <4 x i1>, <4 x i32>)
declare void @llvm.masked.store.v4i32.p0(<4 x i32>, ptr, i32, <4 x i1>)
declare <4 x i32> @llvm.masked.gather.v4i32.v4p0(<4 x ptr>, i32, <4 x i1>, <4 x i32>)
declare void @llvm.masked.scatter.v4i32.v4p0(<4 x i32>, <4 x ptr>, i32, <4 x i1>)

@cells = global [4 x i32] [i32 10, i32 20, i32 30, i32 40], align 16
@limit = global i32 25
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
  %limit = load i32, ptr @limit
  %all = load <4 x i32>, ptr @cells
  %one = insertelement <4 x i32> poison, i32 %limit, i32 0
  %limits = shufflevector <4 x i32> %one, <4 x i32> poison, <4 x i32> zeroinitializer
  %mask = icmp slt <4 x i32> %all, %limits
  %some = call <4 x i32> @llvm.masked.load.v4i32.p0(ptr @cells, i32 4, <4 x i1> %mask, <4 x i32> splat (i32 -1))
  %s1 = extractelement <4 x i32> %some, i32 1
  %ok2 = icmp eq i32 %s1, 20
  call void @check(i1 %ok2, i32 2)
  %s2 = extractelement <4 x i32> %some, i32 2
  %ok3 = icmp eq i32 %s2, -1
  call void @check(i1 %ok3, i32 3)
  call void @llvm.masked.store.v4i32.p0(<4 x i32> splat (i32 7), ptr @cells, i32 4, <4 x i1> %mask)
  %c0 = load i32, ptr @cells
  %ok4 = icmp eq i32 %c0, 7
  call void @check(i1 %ok4, i32 4)
  %p3 = getelementptr i32, ptr @cells, i64 3
  %c3 = load i32, ptr %p3
  %ok5 = icmp eq i32 %c3, 40
  call void @check(i1 %ok5, i32 5)
  %none = icmp sgt <4 x i32> %all, splat (i32 1000)
  %nothing = call <4 x i32> @llvm.masked.load.v4i32.p0(ptr null, i32 4, <4 x i1> %none, <4 x i32> splat (i32 3))
  %n0 = extractelement <4 x i32> %nothing, i32 0
  %ok6 = icmp eq i32 %n0, 3
  call void @check(i1 %ok6, i32 6)
  %places = getelementptr i32, ptr @cells, <4 x i64> <i64 3, i64 2, i64 1, i64 0>
  %gathered = call <4 x i32> @llvm.masked.gather.v4i32.v4p0(<4 x ptr> %places, i32 4, <4 x i1> %mask, <4 x i32> zeroinitializer)
  %g0 = extractelement <4 x i32> %gathered, i32 0
  %ok7 = icmp eq i32 %g0, 40
  call void @check(i1 %ok7, i32 7)
  %g3 = extractelement <4 x i32> %gathered, i32 3
  %ok8 = icmp eq i32 %g3, 0
  call void @check(i1 %ok8, i32 8)
  call void @llvm.masked.scatter.v4i32.v4p0(<4 x i32> <i32 1, i32 2, i32 3, i32 4>, <4 x ptr> %places, i32 4, <4 x i1> %mask)
  %d3 = load i32, ptr %p3
  %ok9 = icmp eq i32 %d3, 1
  call void @check(i1 %ok9, i32 9)
  %code = call i32 @verdict(i32 120)
  ret i32 %code
}
