;; The two passes of an antialiased resize of 8-bit RGBA, four channels at a time; what there is to measure in a picture; and
;; the picture as a tensor.
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

  ;; RGB without alpha, in the place of RGBA, or of BGRA if $swap: rows of `$width` pixels, `$stride` bytes apart, then
  ;; without gaps.
  (func (export "pack") (param $from i32) (param $stride i32) (param $width i32) (param $height i32) (param $swap i32)
    (local $x i32) (local $pixel i32) (local $to i32) (local $color i32)
    (local.set $to (local.get $from))
    (loop $nextRow
      (local.set $pixel (local.get $from))
      (local.set $x (local.get $width))
      (loop $nextPixel
        ;; The fourth byte is the next pixel's first.
        (local.set $color (i32.load (local.get $pixel)))
        (if (local.get $swap)
          (then (local.set $color (i32.or (i32.and (local.get $color) (i32.const 0xff00))
            (i32.rotl (i32.and (local.get $color) (i32.const 0xff00ff)) (i32.const 16))))))
        (i32.store (local.get $to) (local.get $color))
        (local.set $to (i32.add (local.get $to) (i32.const 3)))
        (local.set $pixel (i32.add (local.get $pixel) (i32.const 4)))
        (br_if $nextPixel (local.tee $x (i32.sub (local.get $x) (i32.const 1)))))
      (local.set $from (i32.add (local.get $from) (local.get $stride)))
      (br_if $nextRow (local.tee $height (i32.sub (local.get $height) (i32.const 1))))))

  ;; One channel of `$count` RGB pixels as f32: `(level - mean) / std`. `$from`: the channel of the first pixel.
  (func (export "plane") (param $from i32) (param $count i32) (param $mean f64) (param $std f64) (param $to i32)
    (loop $nextPixel
      (f32.store (local.get $to) (f32.demote_f64 (f64.div
        (f64.sub (f64.convert_i32_u (i32.load8_u (local.get $from))) (local.get $mean)) (local.get $std))))
      (local.set $from (i32.add (local.get $from) (i32.const 3)))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (br_if $nextPixel (local.tee $count (i32.sub (local.get $count) (i32.const 1))))))

  ;; What there is to measure in a picture, in sums over its pixels. `$rgb`: 3 bytes a pixel; as many bytes as a row has, and
  ;; 3, are read before them. `$tables`: f64 weights of luminance, three; then for each column f64 two polynomials.
  ;; `$light`: room for an f64 a pixel. `$histogram`: 4096 i32, counted up. `$rows`: for each row and colour f64 four, counted up:
  ;; the sum times either polynomial, the sum, the sum of squares. Returns the sums that the end names.
  (func (export "measure")
    (param $rgb i32) (param $width i32) (param $height i32) (param $tables i32)
    (param $light i32) (param $histogram i32) (param $rows i32)
    (result f64 f64 i32 i32 f64 f64 f64 f64)
    (local $x i32) (local $y i32) (local $channel i32) (local $at i32) (local $row i32) (local $bin i32) (local $rowBytes i32)
    (local $flat i32) (local $polynomials i32)
    (local $level f64) (local $lightness f64) (local $most f64) (local $least f64)
    (local $here f64) (local $right f64) (local $below f64)
    (local $squares f64) (local $saturation f64) (local $black i32)
    (local $flats i32) (local $zero f64) (local $product f64) (local $square f64) (local $linear f64) (local $laplacian f64)
    (local.set $rowBytes (i32.mul (local.get $width) (i32.const 3)))
    (loop $nextRow
      (local.set $x (i32.const 0))
      (local.set $polynomials (i32.add (local.get $tables) (i32.const 24)))
      (loop $nextPixel
        (local.set $lightness (local.get $zero))
        (local.set $most (local.get $zero))
        (local.set $least (f64.const 255))
        (local.set $bin (i32.const 0))
        (local.set $flat (i32.const 1))
        (local.set $channel (i32.const 0))
        (local.set $row (local.get $rows))
        (loop $nextChannel
          (local.set $level (f64.convert_i32_u (i32.load8_u (local.get $rgb))))
          (local.set $lightness (f64.add (local.get $lightness) (f64.mul (local.get $level)
            (f64.load (i32.add (local.get $tables) (local.get $channel))))))
          (local.set $most (f64.max (local.get $most) (local.get $level)))
          (local.set $least (f64.min (local.get $least) (local.get $level)))
          (local.set $bin (i32.or (i32.shl (local.get $bin) (i32.const 4))
            (i32.shr_u (i32.load8_u (local.get $rgb)) (i32.const 4))))
          (v128.store (local.get $row) (f64x2.add (v128.load (local.get $row))
            (f64x2.mul (f64x2.splat (local.get $level)) (v128.load (local.get $polynomials)))))
          (v128.store offset=16 (local.get $row) (f64x2.add (v128.load offset=16 (local.get $row))
            (f64x2.mul (f64x2.splat (local.get $level))
              (f64x2.replace_lane 1 (f64x2.splat (f64.const 1)) (local.get $level)))))
          ;; Of the pixel above and to the left: is it within 3 of its neighbours, which are known now?
          (local.set $at (i32.sub (local.get $rgb) (local.get $rowBytes)))
          (local.set $flat (i32.and (local.get $flat) (i32.and
            (i32.lt_u (i32.add (i32.sub (i32.load8_u (i32.sub (local.get $at) (i32.const 3))) (i32.load8_u (local.get $at)))
              (i32.const 3)) (i32.const 7))
            (i32.lt_u (i32.add (i32.sub (i32.load8_u (i32.sub (local.get $at) (i32.const 3)))
              (i32.load8_u (i32.sub (local.get $rgb) (i32.const 3)))) (i32.const 3)) (i32.const 7)))))
          (local.set $rgb (i32.add (local.get $rgb) (i32.const 1)))
          (local.set $row (i32.add (local.get $row) (i32.const 32)))
          (local.set $channel (i32.add (local.get $channel) (i32.const 8)))
          (br_if $nextChannel (i32.lt_u (local.get $channel) (i32.const 24))))
        (f64.store (local.get $light) (local.get $lightness))
        (local.set $squares (f64.add (local.get $squares) (f64.mul (local.get $lightness) (local.get $lightness))))
        (local.set $saturation (f64.add (local.get $saturation) (f64.sub (local.get $most) (local.get $least))))
        (local.set $black (i32.add (local.get $black) (f64.le (local.get $most) (f64.const 16))))
        (local.set $at (i32.add (local.get $histogram) (i32.shl (local.get $bin) (i32.const 2))))
        (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (i32.const 1)))
        (if (i32.and (i32.ne (local.get $x) (i32.const 0)) (i32.ne (local.get $y) (i32.const 0)))
          (then
            (local.set $at (i32.sub (local.get $light) (i32.shl (local.get $width) (i32.const 3))))
            (local.set $here (f64.load (i32.sub (local.get $at) (i32.const 8))))
            (local.set $right (f64.load (local.get $at)))
            (local.set $below (f64.load (i32.sub (local.get $light) (i32.const 8))))
            (local.set $product (f64.add (local.get $product)
              (f64.mul (local.get $here) (f64.add (local.get $right) (local.get $below)))))
            (local.set $square (f64.add (local.get $square) (f64.add (f64.mul (local.get $here) (local.get $here))
              (f64.mul (f64.const 0.5) (f64.add
                (f64.mul (local.get $right) (local.get $right)) (f64.mul (local.get $below) (local.get $below)))))))
            (local.set $linear (f64.add (local.get $linear) (f64.add (f64.add (local.get $here) (local.get $here))
              (f64.add (local.get $right) (local.get $below)))))
            (local.set $flats (i32.add (local.get $flats) (local.get $flat)))
            (if (i32.and (i32.gt_u (local.get $x) (i32.const 1)) (i32.gt_u (local.get $y) (i32.const 1)))
              (then
                (local.set $laplacian (f64.add (local.get $laplacian) (f64.abs (f64.sub
                  (f64.add (f64.add (local.get $right) (local.get $below))
                    (f64.add (f64.load (i32.sub (local.get $at) (i32.const 16)))
                      (f64.load (i32.sub (local.get $at) (i32.shl (i32.add (local.get $width) (i32.const 1)) (i32.const 3))))))
                  (f64.mul (f64.const 4) (local.get $here))))))))))
        (local.set $light (i32.add (local.get $light) (i32.const 8)))
        (local.set $polynomials (i32.add (local.get $polynomials) (i32.const 16)))
        (local.set $x (i32.add (local.get $x) (i32.const 1)))
        (br_if $nextPixel (i32.lt_u (local.get $x) (local.get $width))))
      (local.set $rows (local.get $row))
      (local.set $y (i32.add (local.get $y) (i32.const 1)))
      (br_if $nextRow (i32.lt_u (local.get $y) (local.get $height))))
    (local.get $squares) (local.get $saturation) (local.get $black) (local.get $flats)
    (local.get $product) (local.get $square) (local.get $linear) (local.get $laplacian))

  ;; (high * 2^11 + low + 2^21) >> 22
  (func $rounded (param $high v128) (param $low v128) (result v128)
    (i32x4.shr_s
      (i32x4.add
        (i32x4.add (i32x4.shl (local.get $high) (i32.const 11)) (local.get $low))
        (i32x4.splat (i32.const 0x200000)))
      (i32.const 22))))
