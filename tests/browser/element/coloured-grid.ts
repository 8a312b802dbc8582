/**
 * Test photo in which every cell of a 14 x 14 grid has a colour of its own, so that a screenshot tells which cell of
 * the photo lies at a pixel: red counts columns, green counts rows.
 */
/** Makes the photo in a page; runs there. With `orientation` 6 the pixels are stored sideways and turned by EXIF. */
export async function paintColouredGrid(width: number, height: number, orientation: 1 | 6): Promise<string> {
  const turned = orientation === 6;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = turned ? [height, width] : [width, height];
  const context = canvas.getContext('2d')!;
  if (turned) context.setTransform(0, -1, 1, 0, 0, width); // stored = displayed turned 90 degrees anticlockwise
  for (let row = 0; row < 14; row++) {
    for (let column = 0; column < 14; column++) {
      context.fillStyle = `rgb(${column * 18 + 9} ${row * 18 + 9} 128)`;
      context.fillRect((column * width) / 14, (row * height) / 14, width / 14 + 1, height / 14 + 1);
    }
  }
  const blob = await new Promise<Blob>((done) => canvas.toBlob((made) => done(made!), 'image/jpeg', 1));
  const bytes = new Uint8Array(await blob.arrayBuffer());
  // APP1 after SOI: "Exif", little-endian TIFF, one entry: tag 0x0112 (orientation), type SHORT, count 1.
  const exif = [0xff, 0xe1, 0, 34, 69, 120, 105, 102, 0, 0, 73, 73, 42, 0, 8, 0, 0, 0, 1, 0];
  exif.push(0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0);
  return URL.createObjectURL(
    new Blob([bytes.slice(0, 2), Uint8Array.from(exif), bytes.slice(2)], { type: 'image/jpeg' }),
  );
}
