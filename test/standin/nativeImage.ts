import { strictObject } from './strict.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/** A picture whose bytes tests may look at; nothing is drawn. */
export interface NativeImage {
  isEmpty(): boolean
  getSize(): Size
  toBitmap(): Buffer
}

/** `nativeImage`: only what makes a picture of given pixels. */
export const nativeImage = strictObject('nativeImage', {
  createFromBitmap(bytes: Buffer, { width, height }: Size): NativeImage {
    if (bytes.length !== width * height * 4) throw new Error('invalid buffer size')
    return {
      isEmpty: () => width === 0 || height === 0,
      getSize: () => ({ width, height }),
      toBitmap: () => bytes,
    }
  },
})
