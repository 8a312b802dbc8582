import { describe, expect, test } from 'vitest';
import { firstBytes, readImageHeader } from '../../../../src/image/image-header.ts';

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const be16 = (value: number) => [value >> 8, value & 255];
const be32 = (value: number) => [...be16(value >>> 16), ...be16(value & 0xffff)];
const le16 = (value: number) => be16(value).reverse();
const le32 = (value: number) => be32(value).reverse();
const le24 = (value: number) => le32(value).slice(0, 3);
const header = (...bytes: (number | number[])[]) => readImageHeader(new Blob([new Uint8Array(bytes.flat())]));

const PNG = [0x89, ...ascii('PNG'), 13, 10, 26, 10, ...be32(13), ...ascii('IHDR')];
const SOI = [0xff, 0xd8];
const frame = (marker: number, width: number, height: number) => [
  0xff,
  marker,
  ...be16(17),
  8,
  ...be16(height),
  ...be16(width),
  3,
];
const segment = (marker: number, length: number) => [
  0xff,
  marker,
  ...be16(length),
  ...new Array<number>(length - 2).fill(0),
];

describe('readImageHeader', () => {
  test.each([
    ['png', header(PNG, be32(12000), be32(9000)), 12000, 9000],
    ['gif', header(ascii('GIF89a'), le16(320), le16(200), 0, 0), 320, 200],
    ['bmp', header(ascii('BM'), new Array<number>(16).fill(0), le32(64), le32(-32)), 64, 32],
    [
      'webp',
      header(ascii('RIFF'), le32(99), ascii('WEBPVP8X'), le32(10), 0, 0, 0, 0, le24(4999), le24(2999)),
      5000,
      3000,
    ],
    [
      'webp',
      header(
        ascii('RIFF'),
        le32(99),
        ascii('WEBPVP8L'),
        le32(10),
        0x2f,
        le32(99 | (49 << 14)),
        new Array<number>(9).fill(0),
      ),
      100,
      50,
    ],
    [
      'webp',
      header(ascii('RIFF'), le32(99), ascii('WEBPVP8 '), le32(10), 0, 0, 0, 0x9d, 1, 0x2a, le16(640), le16(480)),
      640,
      480,
    ],
    [
      'avif',
      header(
        be32(28),
        ascii('ftypavif'),
        be32(0),
        ascii('mif1miaf'),
        be32(20),
        ascii('ispe'),
        be32(0),
        be32(800),
        be32(600),
      ),
      800,
      600,
    ],
    ['jpeg', header(SOI, segment(0xe0, 16), frame(0xc0, 4000, 3000)), 4000, 3000],
    ['jpeg', header(SOI, segment(0xe1, 65535), segment(0xe2, 65535), frame(0xc2, 31, 17)), 31, 17],
    ['jpeg', header(SOI, segment(0xc4, 30), 0xff, frame(0xc1, 9, 8)), 9, 8],
  ])('reads the size of a %s file', async (format, result, width, height) => {
    const upright = format === 'jpeg' ? { isUpright: false } : {};
    expect(await result).toEqual({ format, size: { width, height }, ...upright });
  });

  test('knows a JPEG whose size it cannot find', async () => {
    expect(await header(SOI, 0xff, 0xda, 0, 2)).toEqual({ format: 'jpeg', size: null, isUpright: false });
    expect(await header(SOI, segment(0xe0, 16))).toEqual({ format: 'jpeg', size: null, isUpright: false });
    expect(await header(SOI, 0xff, 0xe0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)).toEqual({
      format: 'jpeg',
      size: null,
      isUpright: false,
    });
  });

  describe('tells whether a JPEG is stored as it is shown', () => {
    const SCAN = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
    /** An Exif segment whose first directory has a tag before, and `orientation`, and then as many bytes as asked for. */
    const exif = (orientation: number | null, isLittle = false, spare = 600) => {
      const [u16, u32] = isLittle ? [le16, le32] : [be16, be32];
      const entries = [
        [...u16(0x010f), ...u16(2), ...u32(4), ...ascii('Cam\0')],
        ...(orientation === null ? [] : [[...u16(0x0112), ...u16(3), ...u32(1), ...u16(orientation), 0, 0]]),
      ];
      const tiff = [...ascii(isLittle ? 'II' : 'MM'), ...u16(42), ...u32(8), ...u16(entries.length), ...entries.flat()];
      const content = [...ascii('Exif\0\0'), ...tiff, ...new Array<number>(spare).fill(0)];
      return [0xff, 0xe1, ...be16(content.length + 2), ...content];
    };
    const xmp = [0xff, 0xe1, ...be16(31), ...ascii('http://ns.adobe.com/xap/1.0/\0')];
    test.each([
      ['no Exif', [], true],
      ['XMP', xmp, true],
      ['an Exif without the orientation', exif(null), true],
      ['orientation 1', exif(1), true],
      ['orientation 1, the other byte order', exif(1, true), true],
      ['orientation 2', exif(2), false],
      ['orientation 6', exif(6), false],
      ['orientation 8, the other byte order', exif(8, true), false],
      ['XMP before orientation 3', [...xmp, ...exif(3)], false],
      ['orientation 1 behind what was read first', [...segment(0xe2, 4050), ...exif(1)], true],
      ['orientation 6 behind what was read first', [...segment(0xe2, 4050), ...exif(6)], false],
      ['two Exifs, of which one turns it', [...exif(1), ...exif(6)], false],
      [
        'a directory that lies too far behind',
        [...segment(0xe1, 4).slice(0, 2), ...be16(22), ...ascii('Exif\0\0MM\0*'), ...be32(99_999), 0, 0, 0, 0, 0, 0],
        false,
      ],
    ])('%s', async (_, segments, isUpright) => {
      const file = [...SOI, ...segments, ...frame(0xc0, 40, 30), ...new Array<number>(9).fill(0), ...SCAN];
      expect(await header(file)).toEqual({ format: 'jpeg', size: { width: 40, height: 30 }, isUpright });
      expect(await readImageHeader(new Uint8Array(file))).toMatchObject({ isUpright });
    });

    test('not if the scan is not found, or if what turns it comes after the size', async () => {
      const cut = await header(SOI, frame(0xc0, 40, 30), new Array<number>(9).fill(0));
      expect(cut).toEqual({ format: 'jpeg', size: { width: 40, height: 30 }, isUpright: false });
      const late = await header(SOI, frame(0xc0, 40, 30), new Array<number>(9).fill(0), exif(6), SCAN);
      expect(late).toEqual({ format: 'jpeg', size: { width: 40, height: 30 }, isUpright: false });
    });
  });

  test('ends on a JPEG made of empty segments', async () => {
    const size = 3_000_000;
    const bytes = new Uint8Array(size).map((_, i) => [0xff, 0xe0, 0, 2][i % 4]!);
    bytes.set([0xff, 0xd8, 0xff, 0xe0, 0, 4]);
    expect((await readImageHeader(new Blob([bytes])))?.format).toBe('jpeg');
  });

  test('knows an SVG file by its text', async () => {
    const svg = (text: string) => readImageHeader(new Blob([text]));
    expect(await svg('<svg xmlns="http://www.w3.org/2000/svg"/>')).toEqual({ format: 'svg', size: null });
    expect(await svg('\ufeff<?xml version="1.0"?>\n<!-- c --><!DOCTYPE svg><svg width="3">')).toMatchObject({
      format: 'svg',
    });
    expect(await svg('<!doctype html><html><body><svg></svg>')).toBeNull();
    expect(await svg('a text about <svg>')).toBeNull();
  });

  test.each([
    ['nothing', ''],
    ['one byte', 'x'],
    ['text', 'this is not a photo'],
    ['half a magic number', 'GI'],
  ])('gives null for %s', async (_, text) => {
    expect(await readImageHeader(new Blob([text]))).toBeNull();
  });

  test('gives no size when a header is cut off', async () => {
    expect(await header(PNG)).toEqual({ format: 'png', size: null });
    expect(await header(ascii('GIF89a'))).toEqual({ format: 'gif', size: null });
  });
});

test('bytes in memory say what a file of them says, in the middle of a buffer too', async () => {
  const png = [0x89, 0x50, 0x4e, 0x47, ...Array<number>(12).fill(0), 0, 0, 1, 2, 0, 0, 0, 3];
  const bytes = new Uint8Array([9, ...png, 9]).subarray(1, 1 + png.length);
  expect(await readImageHeader(bytes)).toEqual({ format: 'png', size: { width: 258, height: 3 } });
  expect(await firstBytes(bytes, 4)).toEqual({ hex: '89 50 4e 47', text: '.PNG' });
});

test('firstBytes shows what a file begins with', async () => {
  expect(await firstBytes(new Blob(['<!doctype html>…']), 9)).toEqual({
    hex: '3c 21 64 6f 63 74 79 70 65',
    text: '<!doctype',
  });
  expect(await firstBytes(new Blob(['\x00A']))).toEqual({ hex: '00 41', text: '.A' });
});
