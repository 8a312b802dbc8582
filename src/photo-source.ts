/**
 * Anything that can be captioned: every `ImageBitmapSource`, the address of a photo, or the bytes of an image file.
 *
 * A string or URL is fetched with CORS. Bytes are an encoded file (JPEG, PNG, ...), not pixels; pixels come as
 * `ImageData`. Nothing that is handed over is closed, transferred or changed.
 */
export type PhotoSource = ImageBitmapSource | URL | string | ArrayBuffer | ArrayBufferView;
