; The hidden ones.

@secret = hidden global i32 3

declare hidden i32 @back(i32)

define hidden i32 @veiled(i32 %x) {
  %a = call i32 @back(i32 %x)
  %b = add i32 %a, 1
  ret i32 %b
}
