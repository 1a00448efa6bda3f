import type { ImageRef } from '../../../shared/imageSpec.ts'

/** Where the open image lies, and its name. */
export function ImageTitle({ image: { connection, pool, namespace, image } }: { readonly image: ImageRef }) {
  return (
    <h1 className="image-path">
      <span className="image-parent">
        {connection} / {pool.text}
        {namespace === '' ? '' : ` / ${namespace}`} /{' '}
      </span>
      <strong>{image.text}</strong>
    </h1>
  )
}
