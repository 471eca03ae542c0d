; A module with debug information runs like one without.
; exit: 236

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
define i32 @square(i32 %x) noinline !dbg !4 {
    #dbg_value(i32 %x, !9, !DIExpression(), !10)
  %y = mul i32 %x, %x, !dbg !11
  ret i32 %y, !dbg !12
}

define i32 @main() !dbg !13 {
  %r = call i32 @square(i32 8), !dbg !16
  %good = icmp eq i32 %r, 64
  call void @check(i1 %good, i32 2), !dbg !16
  %code = call i32 @verdict(i32 236), !dbg !16
  ret i32 %code, !dbg !16
}

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2, !3}
!0 = distinct !DICompileUnit(language: DW_LANG_C99, file: !1, producer: "by hand", isOptimized: false, runtimeVersion: 0, emissionKind: FullDebug)
!1 = !DIFile(filename: "square.c", directory: "/nowhere")
!2 = !{i32 7, !"Dwarf Version", i32 5}
!3 = !{i32 2, !"Debug Info Version", i32 3}
!4 = distinct !DISubprogram(name: "square", scope: !1, file: !1, line: 1, type: !5, scopeLine: 1, flags: DIFlagPrototyped, spFlags: DISPFlagDefinition, unit: !0, retainedNodes: !8)
!5 = !DISubroutineType(types: !6)
!6 = !{!7, !7}
!7 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!8 = !{!9}
!9 = !DILocalVariable(name: "x", arg: 1, scope: !4, file: !1, line: 1, type: !7)
!10 = !DILocation(line: 1, column: 16, scope: !4)
!11 = !DILocation(line: 2, column: 12, scope: !4)
!12 = !DILocation(line: 2, column: 3, scope: !4)
!13 = distinct !DISubprogram(name: "main", scope: !1, file: !1, line: 4, type: !14, scopeLine: 4, spFlags: DISPFlagDefinition, unit: !0)
!14 = !DISubroutineType(types: !15)
!15 = !{!7}
!16 = !DILocation(line: 5, column: 10, scope: !13)
