/** How the elements of arrays are called: by the array's own name. */
const ITEM: Readonly<Record<string, string>> = {
  extents: 'extent',
  features: 'feature',
  flags: 'flag',
  op_features: 'op_feature',
  snapshots: 'snapshot',
}

/**
 * A value as `rbd --format xml` prints it: an element a key, one an element of an array; with `--pretty-format` one a line, indented by a
 * blank a level. A line break at the end.
 *
 * @param tag the outermost element.
 * @param item what the elements of the outermost array are called, where that is not its name's singular.
 */
export function formatRbdXml(tag: string, value: unknown, isPretty: boolean, item?: string): string {
  const text = element(tag, value, isPretty, 0, item)
  return isPretty ? text : `${text}\n`
}

function element(tag: string, value: unknown, isPretty: boolean, depth: number, item?: string): string {
  const indent = isPretty ? ' '.repeat(depth) : ''
  const end = isPretty ? '\n' : ''
  if (typeof value !== 'object' || value === null) return `${indent}<${tag}>${escaped(String(value))}</${tag}>${end}`
  const children = Array.isArray(value)
    ? value.map((one: unknown) => element(item ?? ITEM[tag] ?? 'item', one, isPretty, depth + 1))
    : Object.entries(value).map(([name, one]) =>
        element(name, one, isPretty, depth + 1, name === 'images' ? 'image' : undefined),
      )
  return `${indent}<${tag}>${end}${children.join('')}${indent}</${tag}>${end}`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
}
