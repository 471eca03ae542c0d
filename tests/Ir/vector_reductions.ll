; A vector becomes one number: sum, product, largest, bits.
; exit: 121

declare i32 @llvm.vector.reduce.add.v8i32(<8 x i32>)
declare i64 @llvm.vector.reduce.mul.v4i64(<4 x i64>)
declare i16 @llvm.vector.reduce.smax.v8i16(<8 x i16>)
declare i32 @llvm.vector.reduce.umin.v4i32(<4 x i32>)
declare i8 @llvm.vector.reduce.xor.v16i8(<16 x i8>)
declare i1 @llvm.vector.reduce.and.v4i1(<4 x i1>)
declare double @llvm.vector.reduce.fadd.v4f64(double, <4 x double>)

@ints = global <8 x i32> <i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7, i32 8>
@reals = global <4 x double> <double 0.5, double 1.5, double 2.5, double 3.5>
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
  %v = load <8 x i32>, ptr @ints
  %a = call i32 @llvm.vector.reduce.add.v8i32(<8 x i32> %v)
  %ok2 = icmp eq i32 %a, 36
  call void @check(i1 %ok2, i32 2)
  %low = shufflevector <8 x i32> %v, <8 x i32> poison, <4 x i32> <i32 3, i32 4, i32 5, i32 6>
  %wide = zext <4 x i32> %low to <4 x i64>
  %b = call i64 @llvm.vector.reduce.mul.v4i64(<4 x i64> %wide)
  %ok3 = icmp eq i64 %b, 840
  call void @check(i1 %ok3, i32 3)
  %short = trunc <8 x i32> %v to <8 x i16>
  %minus = sub <8 x i16> splat (i16 3), %short
  %c = call i16 @llvm.vector.reduce.smax.v8i16(<8 x i16> %minus)
  %ok4 = icmp eq i16 %c, 2
  call void @check(i1 %ok4, i32 4)
  %d = call i32 @llvm.vector.reduce.umin.v4i32(<4 x i32> %low)
  %ok5 = icmp eq i32 %d, 4
  call void @check(i1 %ok5, i32 5)
  %bytes = bitcast <4 x i32> %low to <16 x i8>
  %e = call i8 @llvm.vector.reduce.xor.v16i8(<16 x i8> %bytes)
  %ok6 = icmp eq i8 %e, 0
  call void @check(i1 %ok6, i32 6)
  %less = icmp ult <4 x i32> %low, splat (i32 8)
  %f = call i1 @llvm.vector.reduce.and.v4i1(<4 x i1> %less)
  %ok7 = icmp eq i1 %f, true
  call void @check(i1 %ok7, i32 7)
  %r = load <4 x double>, ptr @reals
  %g = call double @llvm.vector.reduce.fadd.v4f64(double 1.0, <4 x double> %r)
  %ok8 = fcmp oeq double %g, 9.0
  call void @check(i1 %ok8, i32 8)
  %code = call i32 @verdict(i32 121)
  ret i32 %code
}
