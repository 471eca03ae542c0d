; Calls back into the first module.

declare i32 @here(i32)

define i32 @there(i32 %x) {
  %a = call i32 @here(i32 %x)
  %b = mul i32 %a, 3
  ret i32 %b
}
