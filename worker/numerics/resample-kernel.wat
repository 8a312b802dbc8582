;; The two passes of an antialiased resize of 8-bit RGBA, four channels at a time.
;;
;; A weight has 22 bits after the binary point, too many for the 16-bit products that SIMD has. It is kept as
;; `high * 2^11 + low`; both sums are exact, and so is what they add up to: Pillow's integers, bit for bit.
;;
;; A table has an entry for each output pixel (or row):
;;   i32 first input, in bytes (or rows) | i32 length of the weights in bytes | for each pair of inputs
;;   i16 high of the first | i16 high of the second | i16 low of the first | i16 low of the second
;; Odd counts are made even by weights of 0. What these are multiplied with does not matter, but has to be in the memory.
(module
  (import "" "memory" (memory 1))

  ;; Pixels of `rowCount` rows, from left to right. `$table`: an entry for each of the `$width` output pixels.
  (func (export "rows")
    (param $from i32) (param $fromStride i32) (param $rowCount i32)
    (param $table i32) (param $tableStride i32) (param $width i32)
    (param $to i32) (param $toStride i32)
    (local $entry i32) (local $x i32) (local $out i32) (local $pixel i32) (local $weight i32) (local $end i32)
    (local $pair v128) (local $high v128) (local $low v128) (local $zero v128)
    (block $done
      (loop $nextRow
        (br_if $done (i32.eqz (local.get $rowCount)))
        (local.set $entry (local.get $table))
        (local.set $out (local.get $to))
        (local.set $x (local.get $width))
        (loop $nextPixel
          (local.set $pixel (i32.add (local.get $from) (i32.load (local.get $entry))))
          (local.set $weight (i32.add (local.get $entry) (i32.const 8)))
          (local.set $end (i32.add (local.get $weight) (i32.load offset=4 (local.get $entry))))
          (local.set $high (local.get $zero))
          (local.set $low (local.get $zero))
          (loop $nextPair
            ;; Eight bytes r g b a R G B A as 16-bit r R g G b B a A.
            (local.set $pair
              (i8x16.shuffle 0 16 4 16 1 16 5 16 2 16 6 16 3 16 7 16
                (v128.load64_zero (local.get $pixel)) (local.get $zero)))
            (local.set $high (i32x4.add (local.get $high)
              (i32x4.dot_i16x8_s (local.get $pair) (v128.load32_splat (local.get $weight)))))
            (local.set $low (i32x4.add (local.get $low)
              (i32x4.dot_i16x8_s (local.get $pair) (v128.load32_splat offset=4 (local.get $weight)))))
            (local.set $pixel (i32.add (local.get $pixel) (i32.const 8)))
            (local.set $weight (i32.add (local.get $weight) (i32.const 8)))
            (br_if $nextPair (i32.lt_u (local.get $weight) (local.get $end))))
          (local.set $high (call $rounded (local.get $high) (local.get $low)))
          (local.set $high (i16x8.narrow_i32x4_s (local.get $high) (local.get $high)))
          (v128.store32_lane 0 (local.get $out) (i8x16.narrow_i16x8_u (local.get $high) (local.get $high)))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (local.set $entry (i32.add (local.get $entry) (local.get $tableStride)))
          (local.set $x (i32.sub (local.get $x) (i32.const 1)))
          (br_if $nextPixel (local.get $x)))
        (local.set $from (i32.add (local.get $from) (local.get $fromStride)))
        (local.set $to (i32.add (local.get $to) (local.get $toStride)))
        (local.set $rowCount (i32.sub (local.get $rowCount) (i32.const 1)))
        (br $nextRow))))

  ;; Rows of `$stride` bytes, a multiple of 8, from top to bottom. `$table`: an entry for each of the `$height` output rows.
  (func (export "columns")
    (param $from i32) (param $stride i32)
    (param $table i32) (param $tableStride i32) (param $height i32)
    (param $to i32)
    (local $x i32) (local $row i32) (local $weight i32) (local $end i32)
    (local $above v128) (local $below v128) (local $pair v128) (local $weights v128)
    (local $high0 v128) (local $low0 v128) (local $high1 v128) (local $low1 v128) (local $zero v128)
    (loop $nextRow
      (local.set $x (i32.const 0))
      (loop $nextPixels
        (local.set $row (i32.add (i32.add (local.get $from) (local.get $x))
          (i32.mul (i32.load (local.get $table)) (local.get $stride))))
        (local.set $weight (i32.add (local.get $table) (i32.const 8)))
        (local.set $end (i32.add (local.get $weight) (i32.load offset=4 (local.get $table))))
        (local.set $high0 (local.get $zero))
        (local.set $low0 (local.get $zero))
        (local.set $high1 (local.get $zero))
        (local.set $low1 (local.get $zero))
        (loop $nextPair
          (local.set $above (v128.load8x8_u (local.get $row)))
          (local.set $row (i32.add (local.get $row) (local.get $stride)))
          (local.set $below (v128.load8x8_u (local.get $row)))
          (local.set $row (i32.add (local.get $row) (local.get $stride)))
          (local.set $pair
            (i8x16.shuffle 0 1 16 17 2 3 18 19 4 5 20 21 6 7 22 23 (local.get $above) (local.get $below)))
          (local.set $above
            (i8x16.shuffle 8 9 24 25 10 11 26 27 12 13 28 29 14 15 30 31 (local.get $above) (local.get $below)))
          (local.set $weights (v128.load32_splat (local.get $weight)))
          (local.set $high0
            (i32x4.add (local.get $high0) (i32x4.dot_i16x8_s (local.get $pair) (local.get $weights))))
          (local.set $high1
            (i32x4.add (local.get $high1) (i32x4.dot_i16x8_s (local.get $above) (local.get $weights))))
          (local.set $weights (v128.load32_splat offset=4 (local.get $weight)))
          (local.set $low0
            (i32x4.add (local.get $low0) (i32x4.dot_i16x8_s (local.get $pair) (local.get $weights))))
          (local.set $low1
            (i32x4.add (local.get $low1) (i32x4.dot_i16x8_s (local.get $above) (local.get $weights))))
          (local.set $weight (i32.add (local.get $weight) (i32.const 8)))
          (br_if $nextPair (i32.lt_u (local.get $weight) (local.get $end))))
        (local.set $pair (i16x8.narrow_i32x4_s
          (call $rounded (local.get $high0) (local.get $low0))
          (call $rounded (local.get $high1) (local.get $low1))))
        (v128.store64_lane 0 (i32.add (local.get $to) (local.get $x))
          (i8x16.narrow_i16x8_u (local.get $pair) (local.get $pair)))
        (local.set $x (i32.add (local.get $x) (i32.const 8)))
        (br_if $nextPixels (i32.lt_u (local.get $x) (local.get $stride))))
      (local.set $to (i32.add (local.get $to) (local.get $stride)))
      (local.set $table (i32.add (local.get $table) (local.get $tableStride)))
      (local.set $height (i32.sub (local.get $height) (i32.const 1)))
      (br_if $nextRow (local.get $height))))

  ;; (high * 2^11 + low + 2^21) >> 22
  (func $rounded (param $high v128) (param $low v128) (result v128)
    (i32x4.shr_s
      (i32x4.add
        (i32x4.add (i32x4.shl (local.get $high) (i32.const 11)) (local.get $low))
        (i32x4.splat (i32.const 0x200000)))
      (i32.const 22))))
