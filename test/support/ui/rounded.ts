/** A value with every number in it made whole: made-up sizes are told in GiB, the contract takes bytes. */
export function rounded<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'number' ? Math.round(part) : part,
  ) as T
}
