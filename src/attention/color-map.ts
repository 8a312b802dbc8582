/**
 * Colour maps of a value from 0 to 1.
 *
 * `cividis` (Nuñez et al. 2018) and `viridis` (van der Walt and Smith 2015) are perceptually uniform; `cividis` looks
 * the same with and without red-green colour blindness. `gray` is the light-on-dark of the figures of Xu et al. (2015).
 */
export type ColorMapName = 'cividis' | 'viridis' | 'gray';

/** Every 16th colour of the published tables; between them the difference to straight lines is below 2 of 255. */
const ANCHORS: Record<ColorMapName, string> = {
  cividis: '00224e002e6a1a386f32436d434e6c535a6d61656f6f70737d7c788b87789a9376aaa073bbad6dccba64ddc858efd748fee838',
  viridis: '44015448186a472d7b4240863b528b33638d2c728e26828e21918c1f9f8827ad813dbc745cc86381d34daadc32d5e21afde725',
  gray: '000000ffffff',
};

/**
 * Table of a colour map.
 *
 * @param name - Which one.
 * @returns New `uint8`, `[256, 3]` row-major, sRGB; row 0 is the colour of 0, row 255 that of 1.
 */
export function colorTable(name: ColorMapName): Uint8Array {
  const anchors = ANCHORS[name].match(/../g)!.map((byte) => parseInt(byte, 16)); // [count, 3]
  const last = anchors.length / 3 - 1;
  const table = new Uint8Array(256 * 3);
  for (let value = 0; value < 256; value++) {
    const at = (value / 255) * last;
    const from = Math.min(Math.floor(at), last - 1);
    for (let channel = 0; channel < 3; channel++) {
      const low = anchors[from * 3 + channel]!;
      const high = anchors[(from + 1) * 3 + channel]!;
      table[value * 3 + channel] = Math.round(low + (at - from) * (high - low));
    }
  }
  return table;
}
